#pragma once

#include <QList>
#include <QString>

#include <utility>

// Names that try to control a terminal, a question, or the order in which a line is read.
namespace signet::test {

struct HostileName {
    const char *kind;
    QString text;
};

inline QList<HostileName> hostileNames()
{
    using namespace Qt::StringLiterals;
    const auto wide = [](char32_t c) { return QString::fromUcs4(&c, 1); };
    QList<HostileName> all{
        {"color", u"a\x1b[31mred"_s},
        {"clear screen", u"a\x1b[2J\x1b[Hb"_s},
        {"cursor up", u"a\x1b[3A\x1b[Kb"_s},
        {"cursor to the begin", u"a\x1b[1Gyes"_s},
        {"scroll region", u"a\x1b[1;2rb"_s},
        {"alternate screen", u"a\x1b[?1049hb"_s},
        {"insert lines", u"a\x1b[9Lb"_s},
        {"title", u"a\x1b]0;pwn\x07 b"_s},
        {"title, string terminator", u"a\x1b]2;pwn\x1b\\b"_s},
        {"hyperlink", u"a\x1b]8;;https://evil.example\x1b\\b"_s},
        {"clipboard", u"a\x1b]52;c;ZXZpbA==\x07 b"_s},
        {"device control", u"a\x1bP+q544e\x1b\\b"_s},
        {"report", u"a\x1b[6nb"_s},
        {"character set", u"a\x1b(0qqqb"_s},
        {"shift out", u"a\x0elqqk\x0f"_s},
        {"reset", u"a\x1b"_s + u"cb"_s},
        {"8-bit CSI", u"a\u009b31mred"_s},
        {"8-bit CSI, clear", u"a\u009b2Jb"_s},
        {"8-bit OSC", u"a\u009d0;pwn\u009c"_s},
        {"8-bit DCS", u"a\u0090q\u009c"_s},
        {"next line", u"a\u0085b"_s},
        {"index", u"a\u0084b"_s},
        {"reverse index", u"a\u008db"_s},
        {"bell", u"a\ab"_s},
        {"backspaces", u"evil\b\b\b\bgood"_s},
        {"carriage return", u"evil\rgood"_s},
        {"line feed", u"a\nWrite other.tf? [y/N] y"_s},
        {"CR LF", u"a\r\nNothing was written."_s},
        {"vertical tab", u"a\vb"_s},
        {"form feed", u"a\fb"_s},
        {"tab", u"a\tb"_s},
        {"NUL", u"a"_s + QChar(0) + u"b"_s},
        {"delete", u"a\x7f"_s + u"b"_s},
        {"right-to-left override", u"gro-\u202etosotnoc"_s},
        {"left-to-right override", u"a\u202db"_s},
        {"right-to-left embedding", u"a\u202b1 2\u202c"_s},
        {"right-to-left isolate", u"a\u20671 2\u2069"_s},
        {"isolate that is not closed", u"a\u2066\u2067b"_s},
        {"first strong isolate", u"a\u2068b"_s},
        {"pop without push", u"a\u202c\u2069b"_s},
        {"right-to-left mark", u"a\u200f1"_s},
        {"left-to-right mark", u"a\u200e1"_s},
        {"Arabic letter mark", u"a\u061c1"_s},
        {"zero-width space", u"con\u200btoso"_s},
        {"zero-width non-joiner", u"con\u200ctoso"_s},
        {"zero-width joiner", u"con\u200dtoso"_s},
        {"word joiner", u"con\u2060toso"_s},
        {"byte-order mark", u"con\ufefftoso"_s},
        {"soft hyphen", u"con\u00adtoso"_s},
        {"invisible operators", u"con\u2061\u2062\u2063\u2064toso"_s},
        {"Mongolian vowel separator", u"con\u180etoso"_s},
        {"Hangul filler", u"con\u3164toso"_s},
        {"Braille blank", u"con\u2800toso"_s},
        {"grapheme joiner", u"con\u034ftoso"_s},
        {"line separator", u"a\u2028b"_s},
        {"paragraph separator", u"a\u2029b"_s},
        {"interlinear annotation", u"a\ufff9b\ufffac\ufffb"_s},
        {"deprecated format characters", u"a\u206a\u206f"_s + u"b"_s},
        {"tags", u"a"_s + wide(0xe0001) + wide(0xe0065) + wide(0xe0076) + u"b"_s},
        {"tags behind a flag", wide(0x1f3f4) + wide(0xe0067) + wide(0xe0062) + wide(0xe007f)},
        {"variation selectors", u"a"_s + QString(40, QChar(0xfe0f))},
        {"variation selectors of the supplement", u"a"_s + wide(0xe0100) + wide(0xe0101) + wide(0xe01ef)},
        {"musical format characters", u"a"_s + wide(0x1d173) + wide(0x1d17a) + u"b"_s},
        {"shorthand format characters", u"a"_s + wide(0x1bca0) + u"b"_s},
        {"noncharacter", u"a\ufffe\uffff"_s + u"b"_s},
        {"lone surrogate", u"a"_s + QChar(0xd83d) + u"b"_s},
        {"marks without end", u"a"_s + QString(300, QChar(0x0301)) + u"b"_s},
        {"marks above and below", u"a"_s + QString(u"\u0316\u0301"_s).repeated(100)},
    };
    return all;
}

// Names of real people and things, which stay as they are.
inline QStringList ordinaryNames()
{
    using namespace Qt::StringLiterals;
    return {u"Jürgen Müller-Lüdenscheidt"_s,
            u"Nguyễn Thị Minh Khai"_s,
            u"e\u0301cole combine\u0301e"_s,
            u"Đặng Văn"_s,
            u"משה כהן"_s,
            u"שָׁלוֹם"_s,
            u"محمد بن سلمان"_s,
            u"می\u200cخواهم"_s, // Persian, with the non-joiner that its spelling needs
            u"क्\u200dष"_s, // Devanagari, with a joiner
            u"श्री राम"_s,
            u"ശ്രീ"_s,
            u"สมชาย ใจดี"_s,
            u"山田太郎"_s,
            u"김철수"_s,
            u"葛\U000E0100城"_s, // a variant of an ideograph
            u"Ελληνικά"_s,
            u"Кириллица"_s,
            u"👩\u200d💻 team"_s,
            u"👨\u200d👩\u200d👧\u200d👦"_s,
            u"👩🏽\u200d🚀"_s,
            u"🏳\ufe0f\u200d🌈"_s,
            u"❤\ufe0f"_s,
            u"1\ufe0f\u20e3"_s,
            u"🇩🇪"_s,
            u"a b"_s,
            u"naïve – “quoted” … ‰ № ©"_s,
            u"C:\\Users\\build"_s};
}

} // namespace signet::test
