"""Small real files customers send: drawn pictures (PNG) and one-page papers (PDF), by the standard library alone."""

import struct
import zlib
from datetime import datetime
from functools import cache
from random import Random

from manyi.demo.records import Attachment

VARIANTS = 4
_WIDTH, _HEIGHT = 480, 360
_PAPERS = {
    "invoice": ("发票", "invoice"),
    "quote": ("报价单", "quotation"),
    "transfer": ("银行回单", "bank-transfer"),
    "list": ("设备清单", "device-list"),
}

Colour = tuple[int, int, int]


def sent(rng: Random, kind: str, at: datetime, order: str, language: str) -> Attachment:
    """A file of that kind as somebody would name it."""
    variant = rng.randrange(VARIANTS)
    if kind in _PAPERS:
        return Attachment(kind, f"{_PAPERS[kind][language == 'en']}-{order}.pdf", "application/pdf", variant)
    stamp = f"{at:%Y%m%d_%H%M%S}"
    names = ("微信图片_{}.png", "IMG_{}.png") if language == "zh" else ("IMG_{}.png", "photo-{}.png")
    name = "Screenshot_{}.png" if kind == "screenshot" else rng.choice(names)
    return Attachment(kind, name.format(stamp), "image/png", variant)


def render(attachment: Attachment) -> bytes:
    """The bytes of the file; equal kind and variant give equal bytes."""
    if attachment.kind in _PAPERS:
        return _paper(attachment.kind, attachment.variant)
    return _picture(attachment.kind, attachment.variant)


class _Canvas:
    """A picture one can paint rectangles, discs and lines on."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        self.rows = [
            bytearray(bytes(a + (b - a) * y // _HEIGHT for a, b in zip(top, bottom, strict=True)) * _WIDTH)
            for y in range(_HEIGHT)
        ]

    def box(self, x: int, y: int, width: int, height: int, colour: Colour, *, round_by: int = 0) -> None:
        for line in range(max(0, y), min(_HEIGHT, y + height)):
            edge = min(line - y, y + height - 1 - line)
            inset = 0 if edge >= round_by else round_by - round((round_by**2 - (round_by - edge) ** 2) ** 0.5)
            self.span(x + inset, x + width - inset, line, colour)

    def span(self, left: int, right: int, y: int, colour: Colour) -> None:
        left, right = max(0, left), min(_WIDTH, right)
        if 0 <= y < _HEIGHT and right > left:
            self.rows[y][left * 3 : right * 3] = bytes(colour) * (right - left)

    def crack(self, rng: Random, x: int, y: int, length: int, colour: Colour) -> None:
        for _ in range(length):
            self.span(x, x + 3, y, colour)
            x, y = x + rng.choice((-2, -1, 1, 2, 2)), y + 1

    def png(self) -> bytes:
        header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
        data = zlib.compress(b"".join(b"\0" + bytes(row) for row in self.rows), 9)
        chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def _picture(kind: str, variant: int) -> bytes:
    rng = Random(f"{kind}:{variant}")
    draw = {"strap": _strap, "screen": _screen, "parcel": _parcel, "screenshot": _screenshot}.get(kind, _product)
    return draw(rng).png()


def _table(rng: Random) -> _Canvas:
    wood = rng.choice(
        (((214, 196, 168), (176, 150, 116)), ((226, 228, 230), (188, 192, 198)), ((92, 82, 76), (58, 50, 46)))
    )
    return _Canvas(*wood)


def _body(rng: Random) -> Colour:
    return rng.choice(((34, 36, 40), (60, 76, 104), (214, 208, 200), (196, 138, 146)))


def _strap(rng: Random) -> _Canvas:
    canvas, colour, x = _table(rng), _body(rng), rng.randrange(150, 230)
    canvas.box(x, -10, 84, 150, colour)
    canvas.box(x + rng.randrange(6, 26), 152, 84, 230, colour)
    canvas.box(x - 12, 40, 108, 92, (18, 19, 22), round_by=22)
    canvas.box(x, 50, 84, 72, (28, 62, 84), round_by=14)
    canvas.crack(rng, x + 8, 138, 16, (240, 232, 220))
    return canvas


def _screen(rng: Random) -> _Canvas:
    canvas, x = _table(rng), rng.randrange(110, 170)
    canvas.box(x - 20, 40, 260, 280, _body(rng), round_by=52)
    canvas.box(x, 62, 220, 236, (14, 20, 28), round_by=40)
    canvas.box(x + 30, 104, 110, 20, (90, 200, 160), round_by=6)
    canvas.box(x + 30, 146, 160, 12, (120, 128, 138), round_by=4)
    canvas.box(x + rng.randrange(60, 160), 70, 3, 220, (40, 255, 90))
    canvas.crack(rng, x + 40, 80, 170, (226, 234, 240))
    return canvas


def _parcel(rng: Random) -> _Canvas:
    canvas = _table(rng)
    canvas.box(70, 80, 330, 220, (186, 146, 98))
    canvas.box(70, 176, 330, 26, (214, 190, 140))
    canvas.box(210, 96, 150, 66, (248, 248, 246))
    for line in range(4):
        canvas.box(222, 106 + line * 13, rng.randrange(50, 124), 5, (60, 60, 64))
    canvas.box(rng.choice((70, 330)), rng.choice((80, 246)), 70, 54, (110, 82, 52), round_by=26)
    return canvas


def _screenshot(rng: Random) -> _Canvas:
    canvas = _Canvas((248, 249, 251), (240, 242, 246))
    canvas.box(0, 0, _WIDTH, 46, rng.choice(((32, 90, 160), (30, 120, 96), (40, 42, 48))))
    for number in range(4):
        mine, y, width = number % 2, 66 + number * 70, rng.randrange(170, 290)
        canvas.box(
            _WIDTH - width - 20 if mine else 20, y, width, 52, (190, 232, 170) if mine else (255, 255, 255), round_by=12
        )
        for line in range(2):
            left = _WIDTH - width - 4 if mine else 36
            canvas.box(left, y + 14 + line * 16, width - rng.randrange(34, 90), 6, (96, 102, 112), round_by=3)
    return canvas


def _product(rng: Random) -> _Canvas:
    canvas, colour = _table(rng), _body(rng)
    canvas.box(120, 110, 250, 150, colour, round_by=44)
    canvas.box(120, 176, 250, 4, (12, 12, 14))
    canvas.box(236, 206, 14, 14, rng.choice(((220, 60, 50), (240, 180, 60))), round_by=7)
    canvas.box(180, 84, 130, 30, (150, 120, 80) if rng.random() < 0.5 else colour, round_by=14)
    return canvas


@cache
def _paper(kind: str, variant: int) -> bytes:
    rng = Random(f"{kind}:{variant}")
    zh, en = _PAPERS[kind]
    number, net = rng.randrange(10**7, 10**8), rng.randrange(80, 1200)
    article = rng.choice(("Watch S2", "Buds 2 Pro", "Band 5", "One Speaker"))
    lines = (
        (20, 780, "Obsidian Tech  曜石科技"),
        (14, 740, f"{en.upper()}  {zh}"),
        (11, 700, f"No. {number}"),
        (11, 660, f"商品  Obsidian {article}   x 1"),
        (11, 640, f"金额  CNY {net / 1.13:.2f}"),
        (11, 620, f"税额  CNY {net - net / 1.13:.2f}  (13%)"),
        (13, 580, f"价税合计  CNY {net:.2f}"),
    )
    page = "\n".join(f"BT /F1 {size} Tf 60 {y} Td {_show(text)} ET" for size, y, text in lines)
    return _pdf(page.encode("ascii"))


def _show(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}> Tj"


def _pdf(page: bytes) -> bytes:
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000"
        b" /W [1 94 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % each for each in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
