"""Files: sent up to be attached to a message, and fetched."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from ninja import Query
from pydantic import BaseModel

from manyi.core import files
from manyi.core.errors import BadRequest
from manyi.core.rest import ApiRequest, Id, Line, Resource
from manyi.desk import access, actions
from manyi.desk.api.shapes import FileOut, file_out

resource = Resource()
_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_FORM: dict[str, Any] = {
    "schema": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}
UPLOAD = {
    "requestBody": {"required": True, "content": {"application/octet-stream": _BYTES, "multipart/form-data": _FORM}}
}
DOWNLOAD = {"responses": {"200": {"description": "The content", "content": {"application/octet-stream": _BYTES}}}}


class UploadQuery(BaseModel):
    """The file's name when the body is the file itself."""

    name: Line = ""


@resource.on("POST", "/files", scope="files:write", returns=FileOut, status=201, extra=UPLOAD)
def upload_file(request: ApiRequest, query: Query[UploadQuery]) -> FileOut:
    """Upload a file

    Either the bytes themselves as ``application/octet-stream``, or a form with one ``file``. The id goes into
    ``attachments`` of a message; until then only the token's colleague reaches the file.
    """
    if request.content_type == "multipart/form-data":
        sent = request.FILES.get("file")
        if sent is None:
            raise BadRequest(fields={"file": str(BadRequest.title)})
        name, content, claimed = sent.name or "", sent.read(), sent.content_type or ""
    else:
        name, content, claimed = "", request.body, ""
    upload = actions.upload(None, by=request.viewer, name=query.name or name, content=content, claimed_type=claimed)
    return file_out(upload)


@resource.on("GET", "/files/{file_id}", scope="tickets:read", returns=str, extra=DOWNLOAD)
def download_file(request: ApiRequest, file_id: Id) -> HttpResponse:
    """Download a file"""
    found = access.get_attachment(request.viewer, file_id)
    response = HttpResponse(files.read(found.file), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    return response
