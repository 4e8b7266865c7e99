#include "app/cli/secretprompt.h"

#include "core/result/outgoing.h"

#include <cstdio>

#ifdef Q_OS_WIN
#include <conio.h>
#else
#include <termios.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype longest = 4096;

// Typed characters come one by one and are not shown; Ctrl-C is one of them, so that the terminal cannot be
// left in this state by a signal.
class SilentTerminal {
public:
#ifdef Q_OS_WIN
    int next() { return _getch(); }
#else
    SilentTerminal()
    {
        m_isTerminal = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_isTerminal)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG);
        silent.c_cc[VMIN] = 1;
        silent.c_cc[VTIME] = 0;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentTerminal()
    {
        if (m_isTerminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

    // -1 at the end of the input.
    int next()
    {
        unsigned char c = 0;
        return ::read(STDIN_FILENO, &c, 1) == 1 ? c : -1;
    }

private:
    termios m_before{};
    bool m_isTerminal = false;
#endif
};

} // namespace

Result<Secret> askForSecret(const QString &question)
{
    std::fprintf(stderr, "%s ", outgoingLine(question).toUtf8().constData());
    std::fflush(stderr);
    QByteArray typed;
    typed.reserve(longest);
    bool stopped = false;
    {
        SilentTerminal terminal;
        for (int c = terminal.next(); c != '\n' && c != '\r' && c != 0x04 && c >= 0; c = terminal.next()) {
            if (c == 0x03) {
                stopped = true;
                break;
            }
            if (c == 0x7f || c == '\b')
                typed.chop(typed.isEmpty() ? 0 : 1);
            else if (typed.size() < longest)
                typed.append(char(c));
        }
    }
    std::fputc('\n', stderr);
    Secret secret(std::move(typed));
    if (stopped)
        return Problem(finding::runStopped);
    return secret;
}

} // namespace signet
