#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace signet {

// Walks through a JSON text from its beginning and copies nothing but what is asked for. After a failure,
// every question is answered in the way that ends loops. What is skipped is followed to its end, and not
// checked otherwise. A copy stays where it was made.
class JsonCursor {
public:
    explicit JsonCursor(QByteArrayView text);

    bool failed() const { return m_failed; }
    void fail() { m_failed = true; }
    // Only blanks follow.
    bool isAtEnd();

    // What the next value is.
    bool isObject() { return peek() == '{'; }
    bool isArray() { return peek() == '['; }
    bool isNull() { return peek() == 'n'; }
    bool isEmptyArray();
    // The text of the next value, which stays the next one.
    QByteArrayView valueBytes();

    // Enters it; anything else is skipped, with false.
    bool enterObject();
    bool enterArray();
    // Goes to the next member or element of what was entered last, whose value has been read or skipped.
    // False at its end, which is left.
    bool nextMember(QString *name);
    bool nextElement();

    // Each takes the next value, whatever it is.
    void skip();
    QString readText(); // of a string; empty for anything else
    QString readPlain(); // of a string, a number or a truth value; empty for anything else
    std::optional<bool> readBool(); // nothing for anything else

private:
    char peek();
    bool take(char c);
    bool next(char close);
    void skipString();
    QString stringText(QByteArrayView bytes);

    QByteArrayView m_text;
    qsizetype m_at = 0;
    bool m_isFirst = false; // just entered
    bool m_failed = false;
};

} // namespace signet
