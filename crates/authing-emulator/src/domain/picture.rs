//! QR codes as pictures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::base::error::{ApiError, ApiResult};

/// The text as a PNG picture.
#[cfg(feature = "qr-codes")]
pub(crate) fn png(text: &str) -> ApiResult<Vec<u8>> {
    code::png(text).ok_or_else(|| ApiError::own(1000, "the text does not fit into a QR code"))
}

/// Without the feature, what shows a picture is refused by name.
#[cfg(not(feature = "qr-codes"))]
pub(crate) fn png(_text: &str) -> ApiResult<Vec<u8>> {
    Err(ApiError::not_emulated("pictures of QR codes without its feature `qr-codes`"))
}

/// The text as a picture in an address of its own (RFC 2397).
pub(crate) fn data_url(text: &str) -> ApiResult<String> {
    Ok(format!("data:image/png;base64,{}", STANDARD.encode(png(text)?)))
}

#[cfg(feature = "qr-codes")]
mod code {
    use png::{BitDepth, ColorType, Encoder};
    use qrcode::{Color, QrCode};

    /// Pixels that a module is wide.
    const SCALE: usize = 5;

    /// Light modules around the code (ISO/IEC 18004 wants four).
    const MARGIN: usize = 4;

    /// `None` when the text is longer than any code.
    pub(super) fn png(text: &str) -> Option<Vec<u8>> {
        let code = QrCode::new(text).ok()?;
        let modules = code.width();
        let dark: Vec<bool> =
            code.into_colors().iter().map(|color| *color == Color::Dark).collect();
        let width = (modules + 2 * MARGIN) * SCALE;
        let at = |x: usize, y: usize| -> u8 {
            let module =
                |pixel: usize| (pixel / SCALE).checked_sub(MARGIN).filter(|m| *m < modules);
            let is_dark = module(x).zip(module(y)).and_then(|(x, y)| dark.get(y * modules + x));
            if is_dark == Some(&true) { 0 } else { 255 }
        };
        let pixels: Vec<u8> = (0..width)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| at(x, y))
            .collect();
        let side = u32::try_from(width).ok()?;
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, side, side);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::Eight);
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&pixels).ok()?;
        writer.finish().ok()?;
        Some(bytes)
    }
}
