#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

QT_BEGIN_NAMESPACE
class QApplication;
class QWidget;
QT_END_NAMESPACE

namespace signet::theme {

// One scale for every distance, in device-independent pixels.
namespace gap {
inline constexpr int hair = 4;
inline constexpr int tight = 8;
inline constexpr int normal = 12;
inline constexpr int wide = 16;
inline constexpr int section = 24;
inline constexpr int page = 32;
} // namespace gap

// Corners of cards, buttons and fields.
inline constexpr int cornerRadius = 6;

enum class Scheme { Light, Dark, HighContrast };

// What the person asked for; System looks at the platform's palette.
enum class Choice { System, Light, Dark, HighContrast };
// "light", "dark", "high-contrast"; anything else is System.
Choice choiceNamed(const QString &name);

// What a color means. It never stands alone: a sign and a word say the same.
enum class Tone { Quiet, Ok, Warning, Blocker, Info };

// Ink is readable on paper and on the page behind it: at least 4.5:1 (WCAG 2.1, 1.4.3).
struct Pair {
    QColor ink;
    QColor paper;
};

// Gives the program its style and its palette.
void apply(QApplication &application, Choice choice);

// Everything below follows from a palette, so that a widget is right whatever palette it is given.
Scheme schemeOf(const QPalette &palette);
QPalette palette(Scheme scheme);
Pair pair(const QPalette &palette, Tone tone);
// Code that is read, on any of the papers below and on the base.
struct Code {
    QColor keyword; // types of blocks
    QColor string;
    QColor constant; // numbers, true, false, null
    QColor comment;
    QColor added; // paper of a line that a diff adds
    QColor removed; // paper of a line that a diff removes
};
Code code(const QPalette &palette);
QColor border(const QPalette &palette); // of cards and fields, 3:1 against the page
QColor hairline(const QPalette &palette); // between regions; decoration only
QColor muted(const QPalette &palette); // second-rank text, 4.5:1
QColor accentInk(const QPalette &palette); // accent as text, lines and focus ring
Pair accent(const QPalette &palette); // accent as a surface, with the text on it

// Relative contrast of two opaque colors, 1 to 21 (WCAG 2.1, "contrast ratio").
double contrast(const QColor &a, const QColor &b);

// The two sizes besides body, and the fixed-width font for ids and code.
QFont titleFont(const QFont &body); // 1.5 times, semibold
QFont headingFont(const QFont &body); // 1.2 times, semibold
QFont strongFont(const QFont &body);
QFont codeFont(const QFont &body);

// Widest that a text for reading may become: about 72 characters.
int proseWidth(const QWidget *widget);

} // namespace signet::theme
