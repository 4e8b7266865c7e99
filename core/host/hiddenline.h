#pragma once

#include <QByteArray>

namespace signet {

// A line that is typed without being shown, key by key. Backspace takes the last character back; keys without
// a character, such as an arrow, which a terminal sends as an escape sequence, do not belong to it.
class HiddenLine {
public:
    enum class State { Typing, Entered, Stopped };

    explicit HiddenLine(qint64 limit); // bytes; what is typed after them is dropped

    // A byte of what the terminal sends, in UTF-8.
    State add(char byte);
    QByteArray take();

private:
    enum class Sequence { None, Escape, Parameters, OneMore };

    bool isPartOfSequence(char byte);
    void dropLast();

    QByteArray m_line;
    qint64 m_limit;
    Sequence m_sequence = Sequence::None;
};

} // namespace signet
