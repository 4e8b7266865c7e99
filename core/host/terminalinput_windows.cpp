#include "core/host/standardinput.h"
#include "core/host/terminalinput.h"

#include <QString>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>

#include <windows.h>

#include <io.h>

namespace signet {

namespace {

constexpr char16_t ctrlZ = 0x1A;
// A read that Ctrl+C ends returns before the stop has been requested, and must not look like an answer.
constexpr DWORD timeToStop = 2000; // milliseconds

DWORD modeBefore = 0;
std::atomic<bool> isSilent = false;

HANDLE input()
{
    return ::GetStdHandle(STD_INPUT_HANDLE);
}

bool isConsole(DWORD *mode)
{
    return ::GetConsoleMode(input(), mode) != 0;
}

// What was typed and not yet asked for. A console is read line by line, because only its wide characters are
// independent of the code page.
QByteArray &typed()
{
    static QByteArray rest;
    return rest;
}

bool readTypedLine()
{
    std::array<wchar_t, 4096> text;
    DWORD count = 0;
    ::SetLastError(0);
    if (!::ReadConsoleW(input(), text.data(), DWORD(text.size()), &count, nullptr))
        return false;
    if (count == 0 && ::GetLastError() == ERROR_OPERATION_ABORTED)
        ::Sleep(timeToStop);
    const QString line = QString::fromWCharArray(text.data(), qsizetype(count));
    // Ctrl+Z at the start of a line is how the end of the input is typed.
    if (!line.startsWith(QChar(ctrlZ)))
        typed() = line.toUtf8();
    return true;
}

} // namespace

qint64 readStandardInput(char *buffer, qsizetype size)
{
    DWORD mode = 0;
    if (!isConsole(&mode))
        return ::_read(0, buffer, unsigned(size));
    if (typed().isEmpty() && !readTypedLine()) {
        errno = EIO;
        return -1;
    }
    const qsizetype count = std::min(size, typed().size());
    std::copy_n(typed().constData(), count, buffer);
    typed().remove(0, count);
    return count;
}

QByteArray nextKey()
{
    DWORD mode = 0;
    if (!isConsole(&mode)) {
        char byte = 0;
        return readStandardInput(&byte, 1) == 1 ? QByteArray(1, byte) : QByteArray();
    }
    QString character;
    while (true) {
        INPUT_RECORD record = {};
        DWORD count = 0;
        if (!::ReadConsoleInputW(input(), &record, 1, &count) || count == 0)
            return {};
        const KEY_EVENT_RECORD &key = record.Event.KeyEvent;
        // Arrow and function keys have no character.
        if (record.EventType != KEY_EVENT || !key.bKeyDown || key.uChar.UnicodeChar == 0)
            continue;
        character.append(QChar(char16_t(key.uChar.UnicodeChar)));
        // One outside of the basic plane arrives in two halves.
        if (!character.back().isHighSurrogate())
            return character.toUtf8();
    }
}

SilentTerminal::SilentTerminal()
{
    if (!isConsole(&modeBefore))
        return;
    isSilent = true;
    ::SetConsoleMode(input(),
                     modeBefore & ~DWORD(ENABLE_ECHO_INPUT | ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT));
}

SilentTerminal::~SilentTerminal()
{
    restoreTerminal();
}

void restoreTerminal()
{
    if (isSilent.exchange(false))
        ::SetConsoleMode(input(), modeBefore);
}

} // namespace signet
