#include "core/hcl/hcllexer.h"

#include <QChar>

#include <algorithm>
#include <cstring>

namespace signet {

namespace {

constexpr std::size_t mostMisplaced = 100;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isPlainIdentifierPart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c == '-';
}

// A character of UTF-8 as strictly as identifiers take it; size 0 when there is none.
struct Decoded {
    char32_t character = 0;
    int size = 0;
};

Decoded decode(const char *at, const char *end)
{
    const auto byte = [&](int index) { return char32_t(uchar(at[index])); };
    const auto continues = [&](int index) { return at + index < end && (byte(index) & 0xc0) == 0x80; };
    const char32_t first = byte(0);
    if (first < 0x80)
        return {first, 1};
    if (first >= 0xc2 && first < 0xe0 && continues(1))
        return {(first & 0x1f) << 6 | (byte(1) & 0x3f), 2};
    if (first >= 0xe0 && first < 0xf0 && continues(1) && continues(2)) {
        const char32_t character = (first & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
        return character >= 0x800 ? Decoded{character, 3} : Decoded{};
    }
    if (first >= 0xf0 && first < 0xf5 && continues(1) && continues(2) && continues(3)) {
        const char32_t character =
            (first & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
        return character >= 0x10000 && character < 0x110000 ? Decoded{character, 4} : Decoded{};
    }
    return {};
}

// Bytes of a character as loosely as strings take it: the shape counts, not the value. 0 when it is broken.
int looseCharacterSize(const char *at, const char *end)
{
    const uchar first = uchar(*at);
    const int size = first < 0x80 ? 1
        : first < 0xc0            ? 0
        : first < 0xe0            ? 2
        : first < 0xf0            ? 3
        : first < 0xf8            ? 4
                                  : 0;
    if (end - at < size)
        return 0;
    for (int i = 1; i < size; ++i) {
        if ((uchar(at[i]) & 0xc0) != 0x80)
            return 0;
    }
    return size;
}

// The characters that Go's bytes.TrimSpace removes.
QByteArrayView withoutSpaces(QByteArrayView text)
{
    const char *begin = text.begin();
    const char *end = text.end();
    while (begin < end) {
        const Decoded next = decode(begin, end);
        if (next.size == 0 || !QChar::isSpace(next.character))
            break;
        begin += next.size;
    }
    while (end > begin) {
        const char *last = end - 1;
        while (last > begin && (uchar(*last) & 0xc0) == 0x80)
            --last;
        const Decoded next = decode(last, end);
        if (last + next.size != end || !QChar::isSpace(next.character))
            break;
        end = last;
    }
    return {begin, end - begin};
}

class Lexer {
public:
    explicit Lexer(QByteArrayView text)
        : m_begin(text.begin())
        , m_at(text.begin())
        , m_end(text.end())
    {
        m_lexed.tokens.reserve(std::size_t(text.size()) / 3 + 16);
    }

    LexedText run();

private:
    enum class Mode : quint8 { Code, Quoted, Heredoc };
    struct OpenHeredoc {
        QByteArrayView marker;
        bool atLineStart = true;
    };

    char peek(qsizetype ahead) const { return m_end - m_at > ahead ? m_at[ahead] : '\0'; }
    // The bytes up to `to` are a token; continues after it.
    void emitTo(const char *to, SyntaxKind kind)
    {
        m_lexed.tokens.emplace_back(m_at - m_begin, kind);
        if (kind >= SyntaxKind::Bitwise && m_lexed.misplaced.size() < mostMisplaced)
            m_lexed.misplaced.push_back(m_lexed.tokens.size() - 1);
        m_at = to;
    }
    void emitSign(int size, SyntaxKind kind) { emitTo(m_at + size, kind); }

    void readCode();
    void readSign(char c);
    void readCloseBrace(int size);
    bool readHeredocStart();
    void readBlockComment();
    void readLineComment();
    void readOther();
    const char *identifierEnd(const char *at) const;
    const char *numberEnd(const char *at) const;
    const char *lineEnd(const char *at) const; // behind a CR LF or LF that stands there, else null

    bool readSequenceStart();
    void readQuoted();
    void readHeredoc();
    void readHeredocLine(const char *to);
    void readHeredocMarkSign();

    const char *m_begin;
    const char *m_at;
    const char *m_end;
    LexedText m_lexed;
    std::vector<Mode> m_modes{Mode::Code};
    std::vector<OpenHeredoc> m_heredocs;
    // Braces that are open, and how many were when each template sequence began.
    int m_braces = 0;
    std::vector<int> m_sequences;
    bool m_noCommentEnd = false; // no "*/" from here on
};

LexedText Lexer::run()
{
    if (QByteArrayView(m_begin, m_end - m_begin).startsWith("\xef\xbb\xbf"))
        emitSign(3, SyntaxKind::ByteOrderMark);
    while (m_at < m_end) {
        switch (m_modes.back()) {
        case Mode::Code:
            readCode();
            break;
        case Mode::Quoted:
            readQuoted();
            break;
        case Mode::Heredoc:
            readHeredoc();
            break;
        }
    }
    emitTo(m_end, SyntaxKind::EndOfText);
    return std::move(m_lexed);
}

const char *Lexer::identifierEnd(const char *at) const
{
    while (at < m_end) {
        if (isPlainIdentifierPart(*at)) {
            ++at;
            continue;
        }
        if (uchar(*at) < 0x80)
            break;
        const Decoded next = decode(at, m_end);
        if (next.size == 0 || !isIdentifierPart(next.character))
            break;
        at += next.size;
    }
    return at;
}

const char *Lexer::numberEnd(const char *at) const
{
    // Digits, dots, and exponents in any order, as long as it does not end with a dot; the parser reports
    // what is not a number.
    const char *end = ++at;
    while (at < m_end) {
        if (isDigit(*at)) {
            end = ++at;
        } else if (*at == '.') {
            ++at;
        } else if (*at == 'e' || *at == 'E') {
            const char *digit = at + 1;
            if (digit < m_end && (*digit == '+' || *digit == '-'))
                ++digit;
            if (digit >= m_end || !isDigit(*digit))
                break;
            end = at = digit + 1;
        } else {
            break;
        }
    }
    return end;
}

const char *Lexer::lineEnd(const char *at) const
{
    if (at < m_end && *at == '\n')
        return at + 1;
    if (m_end - at > 1 && at[0] == '\r' && at[1] == '\n')
        return at + 2;
    return nullptr;
}

void Lexer::readCode()
{
    const char c = *m_at;
    if (c == ' ' || c == '\t') {
        const char *end = m_at + 1;
        while (end < m_end && (*end == ' ' || *end == '\t'))
            ++end;
        emitTo(end, SyntaxKind::Space);
    } else if (isDigit(c)) {
        emitTo(numberEnd(m_at), SyntaxKind::Number);
    } else if (c != '-' && isPlainIdentifierPart(c)) {
        emitTo(identifierEnd(m_at + 1), SyntaxKind::Identifier);
    } else if (c == '\n') {
        emitSign(1, SyntaxKind::Newline);
    } else if (c == '"') {
        emitSign(1, SyntaxKind::OpenQuote);
        m_modes.push_back(Mode::Quoted);
    } else {
        readSign(c);
    }
}

void Lexer::readSign(char c)
{
    const char next = peek(1);
    switch (c) {
    case '{':
        emitSign(1, SyntaxKind::OpenBrace);
        ++m_braces;
        return;
    case '}':
        return readCloseBrace(1);
    case '~':
        return next == '}' ? readCloseBrace(2) : emitSign(1, SyntaxKind::Bitwise);
    case '[':
        return emitSign(1, SyntaxKind::OpenBracket);
    case ']':
        return emitSign(1, SyntaxKind::CloseBracket);
    case '(':
        return emitSign(1, SyntaxKind::OpenParenthesis);
    case ')':
        return emitSign(1, SyntaxKind::CloseParenthesis);
    case '.':
        return next == '.' && peek(2) == '.' ? emitSign(3, SyntaxKind::Ellipsis)
                                             : emitSign(1, SyntaxKind::Dot);
    case ',':
        return emitSign(1, SyntaxKind::Comma);
    case ':':
        return next == ':' ? emitSign(2, SyntaxKind::DoubleColon) : emitSign(1, SyntaxKind::Colon);
    case '?':
        return emitSign(1, SyntaxKind::Question);
    case '=':
        return next == '=' ? emitSign(2, SyntaxKind::Equal)
            : next == '>'  ? emitSign(2, SyntaxKind::FatArrow)
                           : emitSign(1, SyntaxKind::Assign);
    case '#':
        return readLineComment();
    case '/':
        return next == '/' ? readLineComment()
            : next == '*'  ? readBlockComment()
                           : emitSign(1, SyntaxKind::Slash);
    case '*':
        return emitSign(1, SyntaxKind::Star);
    case '%':
        return emitSign(1, SyntaxKind::Percent);
    case '+':
        return emitSign(1, SyntaxKind::Plus);
    case '-':
        return emitSign(1, SyntaxKind::Minus);
    case '!':
        return next == '=' ? emitSign(2, SyntaxKind::NotEqual) : emitSign(1, SyntaxKind::Not);
    case '<':
        if (next == '<' && readHeredocStart())
            return;
        return next == '=' ? emitSign(2, SyntaxKind::LessOrEqual) : emitSign(1, SyntaxKind::Less);
    case '>':
        return next == '=' ? emitSign(2, SyntaxKind::GreaterOrEqual) : emitSign(1, SyntaxKind::Greater);
    case '&':
        return next == '&' ? emitSign(2, SyntaxKind::And) : emitSign(1, SyntaxKind::Bitwise);
    case '|':
        return next == '|' ? emitSign(2, SyntaxKind::Or) : emitSign(1, SyntaxKind::Bitwise);
    case '^':
        return emitSign(1, SyntaxKind::Bitwise);
    case ';':
        return emitSign(1, SyntaxKind::Semicolon);
    case '`':
        return emitSign(1, SyntaxKind::Backtick);
    case '\'':
        return emitSign(1, SyntaxKind::Apostrophe);
    case '\r':
        return next == '\n' ? emitSign(2, SyntaxKind::Newline) : emitSign(1, SyntaxKind::Invalid);
    default:
        return readOther();
    }
}

void Lexer::readOther()
{
    if (const Decoded next = decode(m_at, m_end); next.size > 1 && isIdentifierStart(next.character))
        return emitTo(identifierEnd(m_at + next.size), SyntaxKind::Identifier);
    const int size = looseCharacterSize(m_at, m_end);
    return size > 0 ? emitSign(size, SyntaxKind::Invalid) : emitSign(1, SyntaxKind::BadUtf8);
}

void Lexer::readCloseBrace(int size)
{
    const bool endsSequence = !m_sequences.empty() && m_sequences.back() == m_braces;
    // "~}" is a sequence's end even where none is open: the parser tells that.
    emitSign(size, endsSequence || size == 2 ? SyntaxKind::CloseSequence : SyntaxKind::CloseBrace);
    --m_braces;
    if (endsSequence) {
        m_sequences.pop_back();
        m_modes.pop_back();
    }
}

bool Lexer::readHeredocStart()
{
    const char *marker = m_at + 2;
    if (marker < m_end && *marker == '-')
        ++marker;
    if (marker >= m_end)
        return false;
    const Decoded first = decode(marker, m_end);
    if (first.size == 0 || (first.character != '_' && !isIdentifierStart(first.character)))
        return false;
    const char *markerEnd = identifierEnd(marker + first.size);
    const char *end = lineEnd(markerEnd);
    if (!end)
        return false;
    m_heredocs.push_back({QByteArrayView(marker, markerEnd - marker)});
    m_modes.push_back(Mode::Heredoc);
    emitTo(end, SyntaxKind::OpenHeredoc);
    return true;
}

void Lexer::readLineComment()
{
    const auto *newline = static_cast<const char *>(std::memchr(m_at, '\n', std::size_t(m_end - m_at)));
    if (newline)
        emitTo(newline + 1, SyntaxKind::CommentLine);
    else
        emitTo(m_end, SyntaxKind::Comment);
}

void Lexer::readBlockComment()
{
    const char *at = m_at + 2;
    while (!m_noCommentEnd && at < m_end) {
        at = static_cast<const char *>(std::memchr(at, '*', std::size_t(m_end - at)));
        if (!at)
            break;
        if (m_end - at > 1 && at[1] == '/')
            return emitTo(at + 2, SyntaxKind::Comment);
        ++at;
    }
    m_noCommentEnd = true;
    emitSign(1, SyntaxKind::Slash);
}

// "${", "${~", "%{" and "%{~" open a sequence; false when there is none here.
bool Lexer::readSequenceStart()
{
    const char c = *m_at;
    if ((c != '$' && c != '%') || peek(1) != '{')
        return false;
    emitSign(peek(2) == '~' ? 3 : 2, c == '$' ? SyntaxKind::OpenInterpolation : SyntaxKind::OpenDirective);
    m_sequences.push_back(++m_braces);
    if (!m_heredocs.empty())
        m_heredocs.back().atLineStart = false;
    m_modes.push_back(Mode::Code);
    return true;
}

void Lexer::readQuoted()
{
    const char c = *m_at;
    if (readSequenceStart())
        return;
    if (c == '"') {
        m_modes.pop_back();
        return emitSign(1, SyntaxKind::CloseQuote);
    }
    if (c == '\r' || c == '\n') {
        const char *end = m_at + 1;
        while (end < m_end && (*end == '\r' || *end == '\n'))
            ++end;
        return emitTo(end, SyntaxKind::QuotedNewline);
    }
    if (c == '$' || c == '%') {
        if (peek(1) == c && peek(2) == '{')
            return emitSign(peek(3) == '~' ? 4 : 3, SyntaxKind::QuotedText);
        return emitSign(1, m_end - m_at > 1 ? SyntaxKind::QuotedText : SyntaxKind::Invalid);
    }

    const char *at = m_at;
    while (at < m_end) {
        const char next = *at;
        if (next == '"' || next == '$' || next == '%' || next == '\r' || next == '\n')
            break;
        if (next == '\\') {
            const bool escapes = m_end - at > 1 && at[1] != '\r' && at[1] != '\n';
            const int size = escapes ? looseCharacterSize(at + 1, m_end) : 0;
            if (size == 0)
                break;
            at += 1 + size;
            continue;
        }
        const int size = looseCharacterSize(at, m_end);
        if (size == 0)
            break;
        at += size;
    }
    if (at > m_at)
        return emitTo(at, SyntaxKind::QuotedText);
    emitSign(1, c == '\\' ? SyntaxKind::Invalid : SyntaxKind::BadUtf8);
}

// A stretch of a heredoc that ends with its line.
void Lexer::readHeredocLine(const char *to)
{
    OpenHeredoc &heredoc = m_heredocs.back();
    const bool wasAtLineStart = heredoc.atLineStart;
    heredoc.atLineStart = true;
    if (wasAtLineStart && withoutSpaces({m_at, to - m_at}) == heredoc.marker) {
        const char *newline = to - 1;
        if (newline > m_at && newline[-1] == '\r')
            --newline;
        emitTo(newline, SyntaxKind::CloseHeredoc);
        emitTo(to, SyntaxKind::Newline);
        m_heredocs.pop_back();
        m_modes.pop_back();
        return;
    }
    emitTo(to, SyntaxKind::HeredocText);
}

// A "$" or "%" in a heredoc that opens nothing. How the scanner cuts here is odd, and seen where "~" takes
// spaces away: the sign takes the byte behind it along when the line ends after that one.
void Lexer::readHeredocMarkSign()
{
    const char c = *m_at;
    if (m_end - m_at == 1)
        return emitTo(m_end, SyntaxKind::Invalid);
    if (peek(1) == c && peek(2) == '{') {
        const char *end = m_at + (peek(3) == '~' ? 4 : 3);
        if (const char *next = lineEnd(end))
            return readHeredocLine(next);
        m_heredocs.back().atLineStart = false;
        return emitTo(end, SyntaxKind::HeredocText);
    }
    const bool takesNext = lineEnd(m_at + 2) != nullptr;
    m_heredocs.back().atLineStart = takesNext;
    emitSign(takesNext ? 2 : 1, SyntaxKind::HeredocText);
}

void Lexer::readHeredoc()
{
    if (readSequenceStart())
        return;
    if (*m_at == '$' || *m_at == '%')
        return readHeredocMarkSign();
    const char *at = m_at;
    while (at < m_end && *at != '$' && *at != '%') {
        if (const char *next = lineEnd(at))
            return readHeredocLine(next);
        const int size = *at == '\r' ? 0 : looseCharacterSize(at, m_end);
        if (size == 0)
            break;
        at += size;
    }
    if (at > m_at) {
        m_heredocs.back().atLineStart = false;
        return emitTo(at, SyntaxKind::HeredocText);
    }
    if (*m_at == '\r')
        return emitTo(m_end, SyntaxKind::Invalid); // the scanner gives up here
    emitSign(1, SyntaxKind::BadUtf8);
}

bool isAssignedInUnicode9(char32_t character)
{
    const QChar::UnicodeVersion version = QChar::unicodeVersion(character);
    return version != QChar::Unicode_Unassigned && version <= QChar::Unicode_9_0;
}

} // namespace

bool isIdentifierStart(char32_t character)
{
    if (character < 0x80)
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    if (!isAssignedInUnicode9(character))
        return false;
    // Other_ID_Start, and a letter that is Pattern_Syntax.
    if (character == 0x1885 || character == 0x1886 || character == 0x2118 || character == 0x212e
        || character == 0x309b || character == 0x309c)
        return true;
    // Those that became letters after version 9.0.
    if (character == 0x2e2f || character == 0x1cf2 || character == 0x1cf3)
        return false;
    return QChar::isLetter(character) || QChar::category(character) == QChar::Number_Letter;
}

bool isIdentifierPart(char32_t character)
{
    if (isIdentifierStart(character))
        return true;
    if (character < 0x80)
        return (character >= '0' && character <= '9') || character == '_';
    if (!isAssignedInUnicode9(character))
        return false;
    // Other_ID_Continue, and two that were spacing marks in version 9.0.
    if (character == 0x1cf2 || character == 0x1cf3)
        return true;
    if (character == 0x111c9)
        return false; // became a mark later
    if (character == 0xb7 || character == 0x387 || (character >= 0x1369 && character <= 0x1371)
        || character == 0x19da)
        return true;
    switch (QChar::category(character)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Number_DecimalDigit:
    case QChar::Punctuation_Connector:
        return true;
    default:
        return false;
    }
}

LexedText lexHcl(QByteArrayView text)
{
    return Lexer(text).run();
}

} // namespace signet
