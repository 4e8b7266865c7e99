#include "core/terraform/hcllexer.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = HclToken::Kind;

// Templates hold strings that hold templates. Nobody writes this many; a hostile file could, and each
// takes a piece of the stack.
constexpr int deepestTemplate = 64;

class Lexer {
public:
    Lexer(QString text, Grammar grammar)
        : m_text(std::move(text))
        , m_grammar(grammar)
    {
        if (m_text.startsWith(u'\ufeff'))
            m_at = 1;
    }

    HclTokens run()
    {
        HclTokens result;
        HclToken token;
        while (m_fault.isEmpty() && next(&token))
            result.tokens.append(token);
        result.fault = m_fault;
        result.faultLine = m_faultLine;
        return result;
    }

private:
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar();
    }
    bool atEnd() const { return m_at >= m_text.size(); }
    bool isAt(QLatin1StringView text) const { return QStringView(m_text).mid(m_at).startsWith(text); }

    QChar take()
    {
        const QChar c = m_text[m_at++];
        if (c == u'\n')
            ++m_line;
        return c;
    }

    void fail(const QString &reason, int line)
    {
        if (m_fault.isEmpty()) {
            m_fault = reason;
            m_faultLine = line;
        }
    }

    static bool beginsIdentifier(QChar c) { return c.isLetterOrNumber() || c == u'_' || c.isSurrogate(); }
    static bool continuesIdentifier(QChar c) { return beginsIdentifier(c) || c == u'-' || c.isMark(); }

    // False at the end of the text.
    bool next(HclToken *token)
    {
        skipBlanksAndComments();
        if (atEnd() || !m_fault.isEmpty())
            return false;
        *token = HclToken{Kind::Punctuation, {}, m_line, true};
        const QChar c = peek();
        if (c == u'\n') {
            take();
            token->kind = Kind::Newline;
        } else if (c == u'"') {
            readString(token);
        } else if (m_grammar == Grammar::Hcl && isAt("<<"_L1)
                   && (beginsIdentifier(peek(2)) || (peek(2) == u'-' && beginsIdentifier(peek(3))))) {
            readHeredoc(token);
        } else if (beginsIdentifier(c)) {
            token->kind = Kind::Identifier;
            while (!atEnd() && continuesIdentifier(peek()))
                token->text += take();
        } else {
            token->text = take();
        }
        return true;
    }

    void skipBlanksAndComments()
    {
        while (!atEnd()) {
            if (peek() == u' ' || peek() == u'\t' || peek() == u'\r') {
                take();
            } else if (m_grammar == Grammar::Hcl && (peek() == u'#' || isAt("//"_L1))) {
                while (!atEnd() && peek() != u'\n')
                    take();
            } else if (m_grammar == Grammar::Hcl && isAt("/*"_L1)) {
                const int line = m_line;
                m_at += 2;
                while (!atEnd() && !isAt("*/"_L1))
                    take();
                if (atEnd())
                    fail(u"comment without end"_s, line);
                else
                    m_at += 2;
            } else {
                return;
            }
        }
    }

    void readString(HclToken *token)
    {
        token->kind = Kind::String;
        take();
        while (!atEnd() && peek() != u'\n') {
            if (peek() == u'"') {
                take();
                return;
            }
            if (peek() == u'\\') {
                take();
                if (!atEnd() && peek() != u'\n')
                    token->text += readEscape();
            } else if (m_grammar == Grammar::Hcl && (peek() == u'$' || peek() == u'%')) {
                readTemplateSign(token);
            } else {
                token->text += take();
            }
            if (!m_fault.isEmpty())
                return;
        }
        fail(u"string without end"_s, token->line);
    }

    QString readEscape()
    {
        const QChar c = take();
        switch (c.unicode()) {
        case u'n':
            return u"\n"_s;
        case u'r':
            return u"\r"_s;
        case u't':
            return u"\t"_s;
        case u'u':
        case u'U': {
            const qsizetype digits = c == u'u' ? 4 : 8;
            bool isNumber = false;
            const char32_t code = m_text.mid(m_at, digits).toUInt(&isNumber, 16);
            if (!isNumber || code > 0x10ffff)
                return u"\\"_s + c;
            m_at += digits;
            return code > 0xffff ? QString::fromUcs4(&code, 1) : QString(QChar(char16_t(code)));
        }
        default:
            return c;
        }
    }

    // At "$" or "%": itself, "${" written as "$${", or a template that is skipped.
    void readTemplateSign(HclToken *token)
    {
        const QChar sign = peek();
        if (peek(1) == sign && peek(2) == u'{') {
            token->text += sign;
            token->text += u'{';
            m_at += 3;
        } else if (peek(1) == u'{') {
            m_at += 2;
            token->isLiteral = false;
            skipTemplate();
        } else {
            token->text += take();
        }
    }

    // Behind "${": to the brace that closes it.
    void skipTemplate()
    {
        const int line = m_line;
        if (++m_templates > deepestTemplate)
            fail(u"templates nested too deep"_s, line);
        int depth = 1;
        HclToken token;
        while (depth > 0 && m_fault.isEmpty()) {
            if (!next(&token)) {
                fail(u"template without end"_s, line);
                break;
            }
            if (token.kind == Kind::Punctuation && token.text == u'{')
                ++depth;
            if (token.kind == Kind::Punctuation && token.text == u'}')
                --depth;
        }
        --m_templates;
    }

    // At "<<" or "<<-": to the line that holds the marker alone.
    void readHeredoc(HclToken *token)
    {
        token->kind = Kind::Heredoc;
        token->isLiteral = false;
        m_at += peek(2) == u'-' ? 3 : 2;
        QString marker;
        while (!atEnd() && continuesIdentifier(peek()))
            marker += take();
        while (!atEnd() && peek() != u'\n')
            take();
        if (!atEnd())
            take();
        while (!atEnd() && m_fault.isEmpty()) {
            const qsizetype lineEnd = m_text.indexOf(u'\n', m_at);
            const auto line =
                QStringView(m_text).sliced(m_at, (lineEnd < 0 ? m_text.size() : lineEnd) - m_at);
            if (line.trimmed() == marker) {
                m_at += line.size(); // the line feed ends the argument
                return;
            }
            while (!atEnd() && peek() != u'\n' && m_fault.isEmpty()) {
                if (peek() == u'$' || peek() == u'%')
                    readTemplateSign(token);
                else
                    take();
            }
            if (!atEnd())
                take();
        }
        fail(u"heredoc without end"_s, token->line);
    }

    QString m_text;
    Grammar m_grammar;
    qsizetype m_at = 0;
    int m_line = 1;
    int m_templates = 0;
    QString m_fault;
    int m_faultLine = 0;
};

} // namespace

HclTokens readHclTokens(const QByteArray &text, Grammar grammar)
{
    return Lexer(QString::fromUtf8(text), grammar).run();
}

} // namespace signet
