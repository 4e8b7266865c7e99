#include "core/host/standardinput.h"
#include "core/host/terminalinput.h"

#include <atomic>
#include <cerrno>

#include <termios.h>
#include <unistd.h>

namespace signet {

namespace {

termios terminalBefore{};
std::atomic<bool> isSilent = false;

} // namespace

qint64 readStandardInput(char *buffer, qsizetype size)
{
    qint64 got = 0;
    do {
        got = ::read(STDIN_FILENO, buffer, std::size_t(size));
    } while (got < 0 && errno == EINTR);
    return got;
}

QByteArray nextKey()
{
    char byte = 0;
    return readStandardInput(&byte, 1) == 1 ? QByteArray(1, byte) : QByteArray();
}

SilentTerminal::SilentTerminal()
{
    if (::tcgetattr(STDIN_FILENO, &terminalBefore) != 0)
        return;
    termios silent = terminalBefore;
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG);
    silent.c_cc[VMIN] = 1;
    silent.c_cc[VTIME] = 0;
    isSilent = true;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
}

SilentTerminal::~SilentTerminal()
{
    restoreTerminal();
}

void restoreTerminal()
{
    if (isSilent.exchange(false))
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminalBefore);
}

} // namespace signet
