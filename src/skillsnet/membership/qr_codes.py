"""QR codes: a picture within a page, drawn on the platform."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(text: str) -> SafeString:
    """Return an SVG element that shows a text as a QR code, with light behind it and a quiet margin around it.

    It is read when a tenth of it is covered or worn (error correction M of ISO/IEC 18004).
    """
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        svgclass="qr-code", lineclass=None, dark="#000", light="#fff", omitsize=True
    )
    # Drawn from the modules of the code: the text itself does not stand in it.
    return mark_safe(drawing)  # noqa: S308
