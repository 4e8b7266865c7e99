#include "core/host/hiddenline.h"

#include <utility>

namespace signet {

namespace {

constexpr char ctrlC = 0x03;
constexpr char ctrlD = 0x04;
constexpr char escape = 0x1b;
constexpr char rubout = 0x7f;

// A byte of a character in UTF-8 that is not its first.
bool continuesCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

} // namespace

HiddenLine::HiddenLine(qint64 limit)
    : m_limit(limit)
{
    // A secret that grows would leave copies behind.
    m_line.reserve(limit);
}

// ESC [ parameters final (arrows, Delete, F5), ESC O letter (F1 to F4), ESC letter (Alt and a key).
bool HiddenLine::isPartOfSequence(char byte)
{
    switch (m_sequence) {
    case Sequence::None:
        if (byte != escape)
            return false;
        m_sequence = Sequence::Escape;
        return true;
    case Sequence::Escape:
        // A key that ends the line ends it also after Escape alone.
        m_sequence = byte == '[' ? Sequence::Parameters
            : byte == 'O'        ? Sequence::OneMore
            : byte == escape     ? Sequence::Escape
                                 : Sequence::None;
        return byte >= ' ' || byte == escape;
    case Sequence::Parameters:
        if (byte >= '@' && byte <= '~')
            m_sequence = Sequence::None;
        return true;
    case Sequence::OneMore:
        m_sequence = Sequence::None;
        return true;
    }
    Q_UNREACHABLE();
}

void HiddenLine::dropLast()
{
    while (!m_line.isEmpty() && continuesCharacter(m_line.back()))
        m_line.chop(1);
    m_line.chop(1);
}

HiddenLine::State HiddenLine::add(char byte)
{
    if (byte == ctrlC)
        return State::Stopped;
    if (isPartOfSequence(byte))
        return State::Typing;
    if (byte == '\n' || byte == '\r' || byte == ctrlD)
        return State::Entered;
    if (byte == rubout || byte == '\b')
        dropLast();
    else if (m_line.size() < m_limit)
        m_line.append(byte);
    return State::Typing;
}

QByteArray HiddenLine::take()
{
    return std::exchange(m_line, {});
}

} // namespace signet
