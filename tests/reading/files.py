"""Files as programs of citizens make them, small and real to the byte."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw, ImageFont

WORDS = "Прошу полагодити ліхтар\nбіля будинку на вулиці\nСадовій, бо там темно"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"
ODT = "application/vnd.oasis.opendocument.text"


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return out.getvalue()


def picture(words: str = WORDS, size: tuple[int, int] = (1000, 520)) -> Image.Image:
    """Black words on white."""
    image = Image.new("RGB", size, "white")
    font = ImageFont.truetype(FONT, size[0] // 20)
    ImageDraw.Draw(image).multiline_text(
        (size[0] // 12, size[1] // 8), words, fill="black", font=font, spacing=size[0] // 40
    )
    return image


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def docx(body: str, header: str = "", media: dict[str, bytes] | None = None) -> bytes:
    """A Word file with this body and header (WordprocessingML) and pictures."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f"""<Types xmlns="{package}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="jpeg" ContentType="image/jpeg"/>
<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>
<Override PartName="/word/header1.xml" ContentType="{kind}.header+xml"/></Types>""",
        "_rels/.rels": f"""<Relationships xmlns="{package}/relationships"><Relationship
Id="rId1" Type="{related}/officeDocument" Target="word/document.xml"/></Relationships>""",
        "word/_rels/document.xml.rels": f"""<Relationships xmlns="{package}/relationships">
<Relationship Id="rId1" Type="{related}/header" Target="header1.xml"/></Relationships>""",
        "word/document.xml": f"""<w:document xmlns:w="{W}" xmlns:r="{related}"
xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}<w:sectPr>
<w:headerReference w:type="default" r:id="rId1"/></w:sectPr></w:body></w:document>""",
        "word/header1.xml": f'<w:hdr xmlns:w="{W}" xmlns:r="{related}">{paragraph(header)}</w:hdr>',
    }
    media = {f"word/media/{name}": content for name, content in (media or {}).items()}
    return zipped({**{name: text.encode() for name, text in files.items()}, **media})


def paragraph(words: str) -> str:
    """One paragraph."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def table(*cells: str) -> str:
    """A table of one row."""
    row = "".join(f"<w:tc>{paragraph(one)}</w:tc>" for one in cells)
    return f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"


def text_box(words: str) -> str:
    """A text box as Word draws it (VML)."""
    return f"""<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph(words)}
</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"""


def letter(subject: str, text: str, *files: tuple[str, str, bytes]) -> EmailMessage:
    """A letter with files (name, type, content)."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", subject
    message.set_content(text)
    for name, type, content in files:
        main, _, sub = type.partition("/")
        message.add_attachment(content, main, sub, filename=name)
    return message


def signature(content: bytes, signer: str, *, detached: bool) -> bytes:
    """A CMS signature of `content`, with it inside unless `detached`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, signer)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "КНЕДП")]))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2028, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    options = [pkcs7.PKCS7Options.Binary]
    if detached:
        options.append(pkcs7.PKCS7Options.DetachedSignature)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(certificate, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, options)


def locked_pdf() -> bytes:
    """A PDF that asks for a password (ISO 32000, 7.6): nobody knows which."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R "
        b"/ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))
    )
