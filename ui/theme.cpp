#include "ui/theme.h"

#include "ui/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QWidget>

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QGuiApplication>
#include <QStyleHints>
#endif

#include <algorithm>
#include <cmath>

namespace signet::theme {

namespace {

struct Colours {
    QRgb window, base, alternate, text, muted, border, hairline, disabled;
    QRgb accentInk, accentPaper, accentText;
    QRgb okInk, okPaper, warningInk, warningPaper, blockerInk, blockerPaper, infoInk, infoPaper;
    QRgb keyword, string, constant, comment, added, removed;
};

constexpr Colours light{
    .window = 0xfff4f5f7,
    .base = 0xffffffff,
    .alternate = 0xfffafbfc,
    .text = 0xff1b2026,
    .muted = 0xff56606b,
    .border = 0xff868f9a,
    .hairline = 0xffd5dae0,
    .disabled = 0xff7b8590,
    .accentInk = 0xff1c5fa6,
    .accentPaper = 0xff1c5fa6,
    .accentText = 0xffffffff,
    .okInk = 0xff14663a,
    .okPaper = 0xffe1f3e7,
    .warningInk = 0xff7a4b00,
    .warningPaper = 0xfffcf0d3,
    .blockerInk = 0xffa61b1b,
    .blockerPaper = 0xfffce6e6,
    .infoInk = 0xff1c5391,
    .infoPaper = 0xffe3edfa,
    .keyword = 0xff1c5391,
    .string = 0xff7d3d0d,
    .constant = 0xff6d2f9c,
    .comment = 0xff56606b,
    .added = 0xffe1f3e7,
    .removed = 0xfffce6e6,
};

constexpr Colours dark{
    .window = 0xff1a1d22,
    .base = 0xff22262c,
    .alternate = 0xff262b32,
    .text = 0xffe5e9ee,
    .muted = 0xffa5afba,
    .border = 0xff727d8a,
    .hairline = 0xff363d46,
    .disabled = 0xff7a8591,
    .accentInk = 0xff82bcff,
    .accentPaper = 0xff2a66a8,
    .accentText = 0xffffffff,
    .okInk = 0xff84d9a5,
    .okPaper = 0xff1c3526,
    .warningInk = 0xfff0c274,
    .warningPaper = 0xff3a2f16,
    .blockerInk = 0xffff9f97,
    .blockerPaper = 0xff452021,
    .infoInk = 0xff93c6ff,
    .infoPaper = 0xff1c3048,
    .keyword = 0xff93c6ff,
    .string = 0xffeec48a,
    .constant = 0xffd5b0ff,
    .comment = 0xffb0bac4,
    .added = 0xff1c3526,
    .removed = 0xff452021,
};

constexpr Colours highContrast{
    .window = 0xff000000,
    .base = 0xff000000,
    .alternate = 0xff000000,
    .text = 0xffffffff,
    .muted = 0xffffffff,
    .border = 0xffffffff,
    .hairline = 0xffffffff,
    .disabled = 0xffb0b0b0,
    .accentInk = 0xff6ee7ff,
    .accentPaper = 0xff6ee7ff,
    .accentText = 0xff000000,
    .okInk = 0xff7dff9b,
    .okPaper = 0xff000000,
    .warningInk = 0xffffe066,
    .warningPaper = 0xff000000,
    .blockerInk = 0xffffa3a3,
    .blockerPaper = 0xff000000,
    .infoInk = 0xff9fd3ff,
    .infoPaper = 0xff000000,
    .keyword = 0xff6ee7ff,
    .string = 0xffffe066,
    .constant = 0xffe3b8ff,
    .comment = 0xffffffff,
    .added = 0xff003a14,
    .removed = 0xff4a0000,
};

const Colours &coloursOf(const QPalette &palette)
{
    switch (schemeOf(palette)) {
    case Scheme::Light:
        return light;
    case Scheme::Dark:
        return dark;
    case Scheme::HighContrast:
        return highContrast;
    }
    Q_UNREACHABLE();
}

Scheme schemeOfSystem()
{
    const Scheme scheme = schemeOf(QGuiApplication::palette());
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (scheme != Scheme::HighContrast) {
        const Qt::ColorScheme told = QGuiApplication::styleHints()->colorScheme();
        if (told != Qt::ColorScheme::Unknown)
            return told == Qt::ColorScheme::Dark ? Scheme::Dark : Scheme::Light;
    }
#endif
    return scheme;
}

double luminance(const QColor &colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

QFont scaled(const QFont &body, double factor)
{
    QFont font = body;
    if (body.pointSizeF() > 0)
        font.setPointSizeF(body.pointSizeF() * factor);
    else
        font.setPixelSize(int(std::lround(body.pixelSize() * factor)));
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

Choice choiceNamed(const QString &name)
{
    return name == QLatin1StringView("light")        ? Choice::Light
        : name == QLatin1StringView("dark")          ? Choice::Dark
        : name == QLatin1StringView("high-contrast") ? Choice::HighContrast
                                                     : Choice::System;
}

void apply(QApplication &application, Choice choice)
{
    // The platform's palette has to be read before ours takes its place.
    Scheme scheme = Scheme::Light;
    switch (choice) {
    case Choice::System:
        scheme = schemeOfSystem();
        break;
    case Choice::Light:
        break;
    case Choice::Dark:
        scheme = Scheme::Dark;
        break;
    case Choice::HighContrast:
        scheme = Scheme::HighContrast;
        break;
    }
    application.setStyle(new Style);
    application.setPalette(palette(scheme));
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (choice == Choice::System) {
        QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, &application,
                         [&application](Qt::ColorScheme told) {
                             application.setPalette(
                                 palette(told == Qt::ColorScheme::Dark ? Scheme::Dark : Scheme::Light));
                         });
    }
#endif
}

Scheme schemeOf(const QPalette &palette)
{
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    const bool darkWindow = luminance(window) < luminance(text);
    if (darkWindow && contrast(window, text) > 20.5)
        return Scheme::HighContrast;
    return darkWindow ? Scheme::Dark : Scheme::Light;
}

QPalette palette(Scheme scheme)
{
    const Colours &c = scheme == Scheme::Light ? light : scheme == Scheme::Dark ? dark : highContrast;
    QPalette palette;
    palette.setColor(QPalette::Window, QColor::fromRgb(c.window));
    palette.setColor(QPalette::WindowText, QColor::fromRgb(c.text));
    palette.setColor(QPalette::Base, QColor::fromRgb(c.base));
    palette.setColor(QPalette::AlternateBase, QColor::fromRgb(c.alternate));
    palette.setColor(QPalette::Text, QColor::fromRgb(c.text));
    palette.setColor(QPalette::PlaceholderText, QColor::fromRgb(c.muted));
    palette.setColor(QPalette::Button, QColor::fromRgb(c.base));
    palette.setColor(QPalette::ButtonText, QColor::fromRgb(c.text));
    palette.setColor(QPalette::BrightText, QColor::fromRgb(c.accentText));
    palette.setColor(QPalette::ToolTipBase, QColor::fromRgb(c.base));
    palette.setColor(QPalette::ToolTipText, QColor::fromRgb(c.text));
    palette.setColor(QPalette::Highlight, QColor::fromRgb(c.accentPaper));
    palette.setColor(QPalette::HighlightedText, QColor::fromRgb(c.accentText));
    palette.setColor(QPalette::Link, QColor::fromRgb(c.accentInk));
    palette.setColor(QPalette::LinkVisited, QColor::fromRgb(c.accentInk));
    palette.setColor(QPalette::Light, QColor::fromRgb(c.base));
    palette.setColor(QPalette::Midlight, QColor::fromRgb(c.alternate));
    palette.setColor(QPalette::Mid, QColor::fromRgb(c.hairline));
    palette.setColor(QPalette::Dark, QColor::fromRgb(c.border));
    palette.setColor(QPalette::Shadow, QColor::fromRgb(c.border));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor::fromRgb(c.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor::fromRgb(c.hairline));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, QColor::fromRgb(c.text));
    return palette;
}

Pair pair(const QPalette &palette, Tone tone)
{
    const Colours &c = coloursOf(palette);
    switch (tone) {
    case Tone::Quiet:
        return {QColor::fromRgb(c.muted), QColor::fromRgb(c.base)};
    case Tone::Ok:
        return {QColor::fromRgb(c.okInk), QColor::fromRgb(c.okPaper)};
    case Tone::Warning:
        return {QColor::fromRgb(c.warningInk), QColor::fromRgb(c.warningPaper)};
    case Tone::Blocker:
        return {QColor::fromRgb(c.blockerInk), QColor::fromRgb(c.blockerPaper)};
    case Tone::Info:
        return {QColor::fromRgb(c.infoInk), QColor::fromRgb(c.infoPaper)};
    }
    Q_UNREACHABLE();
}

Code code(const QPalette &palette)
{
    const Colours &c = coloursOf(palette);
    return {QColor::fromRgb(c.keyword), QColor::fromRgb(c.string), QColor::fromRgb(c.constant),
            QColor::fromRgb(c.comment), QColor::fromRgb(c.added),  QColor::fromRgb(c.removed)};
}

QColor border(const QPalette &palette)
{
    return QColor::fromRgb(coloursOf(palette).border);
}
QColor hairline(const QPalette &palette)
{
    return QColor::fromRgb(coloursOf(palette).hairline);
}
QColor muted(const QPalette &palette)
{
    return QColor::fromRgb(coloursOf(palette).muted);
}
QColor accentInk(const QPalette &palette)
{
    return QColor::fromRgb(coloursOf(palette).accentInk);
}

Pair accent(const QPalette &palette)
{
    const Colours &c = coloursOf(palette);
    return {QColor::fromRgb(c.accentText), QColor::fromRgb(c.accentPaper)};
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QFont titleFont(const QFont &body)
{
    return scaled(body, 1.5);
}
QFont headingFont(const QFont &body)
{
    return scaled(body, 1.2);
}
QFont strongFont(const QFont &body)
{
    return scaled(body, 1.0);
}

QFont codeFont(const QFont &body)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (body.pointSizeF() > 0)
        font.setPointSizeF(body.pointSizeF());
    else
        font.setPixelSize(body.pixelSize());
    return font;
}

int proseWidth(const QWidget *widget)
{
    return QFontMetrics(widget->font()).horizontalAdvance(QLatin1Char('n')) * 72;
}

} // namespace signet::theme
