#include "core/terraform/jsoncursor.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace signet {

namespace {

// Of a number, true, false or null.
bool isOfWord(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '+' || c == '-' || c == '.' || c == 'E';
}

} // namespace

JsonCursor::JsonCursor(QByteArrayView text)
    : m_text(text)
{
    if (m_text.startsWith("\xef\xbb\xbf"))
        m_at = 3;
}

char JsonCursor::peek()
{
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
            return m_failed ? '\0' : c;
        ++m_at;
    }
    return '\0';
}

bool JsonCursor::take(char c)
{
    if (peek() != c)
        return false;
    ++m_at;
    return true;
}

bool JsonCursor::isAtEnd()
{
    return !m_failed && peek() == '\0' && m_at >= m_text.size();
}

bool JsonCursor::isEmptyArray()
{
    JsonCursor ahead = *this;
    return ahead.take('[') && ahead.take(']');
}

QByteArrayView JsonCursor::valueBytes()
{
    peek();
    JsonCursor ahead = *this;
    ahead.skip();
    return m_text.sliced(m_at, ahead.m_at - m_at);
}

bool JsonCursor::enterObject()
{
    if (!isObject()) {
        skip();
        return false;
    }
    m_isFirst = take('{');
    return true;
}

bool JsonCursor::enterArray()
{
    if (!isArray()) {
        skip();
        return false;
    }
    m_isFirst = take('[');
    return true;
}

bool JsonCursor::next(char close)
{
    const bool isFirst = m_isFirst;
    m_isFirst = false;
    if (m_failed || take(close))
        return false;
    if (isFirst || take(','))
        return true;
    m_failed = true;
    return false;
}

bool JsonCursor::nextMember(QString *name)
{
    if (!next('}'))
        return false;
    if (peek() != '"') {
        m_failed = true;
        return false;
    }
    *name = readText();
    if (!take(':'))
        m_failed = true;
    return !m_failed;
}

bool JsonCursor::nextElement()
{
    return next(']');
}

void JsonCursor::skipString()
{
    for (++m_at; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == '\\')
            ++m_at;
        else if (c == '"') {
            ++m_at;
            return;
        }
    }
    m_at = m_text.size();
    m_failed = true;
}

void JsonCursor::skip()
{
    qsizetype depth = 0;
    do {
        const char c = peek();
        if (c == '"') {
            skipString();
        } else if (c == '{' || c == '[') {
            ++depth;
            ++m_at;
        } else if (depth > 0 && (c == '}' || c == ']')) {
            --depth;
            ++m_at;
        } else if (depth > 0 && (c == ',' || c == ':')) {
            ++m_at;
        } else {
            const qsizetype begin = m_at;
            while (m_at < m_text.size() && isOfWord(m_text[m_at]))
                ++m_at;
            if (m_at == begin)
                m_failed = true;
        }
    } while (depth > 0 && !m_failed);
}

QString JsonCursor::stringText(QByteArrayView bytes)
{
    if (!bytes.contains('\\'))
        return QString::fromUtf8(bytes.sliced(1, bytes.size() - 2));
    const QByteArray array = '[' + bytes.toByteArray() + ']';
    return QJsonDocument::fromJson(array).array().at(0).toString();
}

QString JsonCursor::readText()
{
    const bool isString = peek() == '"';
    const QByteArrayView bytes = valueBytes();
    skip();
    return isString && !m_failed ? stringText(bytes) : QString();
}

QString JsonCursor::readPlain()
{
    const char first = peek();
    if (first == '"')
        return readText();
    const QByteArrayView bytes = valueBytes();
    skip();
    const bool isPlain = !m_failed && first != '{' && first != '[' && bytes != "null";
    return isPlain ? QString::fromUtf8(bytes) : QString();
}

std::optional<bool> JsonCursor::readBool()
{
    const QString word = peek() == 't' || peek() == 'f' ? readPlain() : (skip(), QString());
    if (word == u"true")
        return true;
    return word == u"false" ? std::optional(false) : std::nullopt;
}

} // namespace signet
