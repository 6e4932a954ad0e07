"""Signed and encrypted mail."""

from .attachments import _mixed
from .kit import SHOP, b64, mail, qp, received, sample, text


@sample
def smime_signed() -> bytes:
    """S/MIME: a signed text, the signature attached as smime.p7s."""
    signature = (
        "Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n"
        "Content-Disposition: attachment; filename=smime.p7s"
    )
    return _mixed(
        14,
        "报价确认",
        mail(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            qp(text("确认报价 365 元/台，共 200 台。")),
        ),
        mail(signature, b64(bytes.fromhex("3082") + bytes(60))),
        kind="multipart/signed",
        extra=';\n\tprotocol="application/pkcs7-signature"; micalg=sha-256',
    )


@sample
def pgp_signed() -> bytes:
    """PGP/MIME: a signed text, the signature in a part of its own."""
    signature = (
        'Content-Type: application/pgp-signature; name="signature.asc"\nContent-Description: OpenPGP digital signature'
    )
    armour = text("-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0WIQ\n=abcd\n-----END PGP SIGNATURE-----")
    return _mixed(
        15,
        "漏洞报告",
        mail(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
            text("路由器 XR-30 的管理页面有一处漏洞，细节稍后加密发送。"),
        ),
        mail(signature, armour),
        kind="multipart/signed",
        extra=';\n\tprotocol="application/pgp-signature"; micalg=pgp-sha256',
    )


@sample
def pgp_signed_inline() -> bytes:
    """PGP in the text itself, with escaped dashes."""
    return mail(
        f"""
{received("mx.lambda.example", "Sat, 21 Nov 2026 11:16:00 +0800")}
From: Jonas Weber <jonas@lambda.example>
To: {SHOP}
Subject: Signed request
Date: Sat, 21 Nov 2026 11:16:00 +0800
Message-ID: <parts.16@sender.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
""",
        text("""
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            Please delete my account.
            - - all orders
            - - all addresses
            -----BEGIN PGP SIGNATURE-----

            iQIzBAEBCAAdFiEE
            =ZZZZ
            -----END PGP SIGNATURE-----
        """),
    )


@sample
def pgp_encrypted() -> bytes:
    """PGP/MIME encrypted: only the envelope can be read."""
    return _mixed(
        17,
        "加密邮件",
        mail("Content-Type: application/pgp-encrypted", text("Version: 1")),
        mail(
            'Content-Type: application/octet-stream; name="encrypted.asc"\nContent-Disposition: '
            'inline; filename="encrypted.asc"',
            text("-----BEGIN PGP MESSAGE-----\n\nhQIMA\n-----END PGP MESSAGE-----"),
        ),
        kind="multipart/encrypted",
        extra=';\n\tprotocol="application/pgp-encrypted"',
    )


@sample
def smime_encrypted() -> bytes:
    """S/MIME encrypted: the whole mail is one smime.p7m."""
    return mail(
        f"""
{received("smtp.sender.example", "Sat, 21 Nov 2026 11:18:00 +0800")}
From: bank@sender.example
To: {SHOP}
Subject: Statement
Date: Sat, 21 Nov 2026 11:18:00 +0800
Message-ID: <parts.18@sender.example>
MIME-Version: 1.0
Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=smime.p7m
""",
        b64(bytes.fromhex("3082") + bytes(80)),
    )
