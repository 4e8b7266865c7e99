#pragma once

#include "tests/support/program.h"

#include <QTest>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <optional>
#include <vector>

// Descriptors instead of the terminal; -1 is the terminal.
struct TerminalStreams {
    int input = -1;
    int output = -1;
    int error = -1;
};

// The built signet on a terminal, as a person sits before it. Events are processed while it is waited for, so
// that a simulated Azure of the test can answer.
class PseudoTerminal {
public:
    PseudoTerminal(const QStringList &arguments, const QProcessEnvironment &environment,
                   const QString &directory, TerminalStreams streams = {}, unsigned short columns = 100,
                   const QString &program = QStringLiteral(SIGNET_PROGRAM))
    {
        m_master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (m_master < 0 || ::grantpt(m_master) != 0 || ::unlockpt(m_master) != 0)
            qFatal("no pseudo terminal");
        const winsize size{.ws_row = 50, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
        ::ioctl(m_master, TIOCSWINSZ, &size);
        ::fcntl(m_master, F_SETFL, O_NONBLOCK);
        const QByteArray slave = ::ptsname(m_master);
        // Everything that allocates happens before the fork.
        QList<QByteArray> words{program.toLocal8Bit()};
        for (const QString &argument : arguments)
            words.append(argument.toLocal8Bit());
        QList<QByteArray> variables;
        for (const QString &variable : environment.toStringList())
            variables.append(variable.toLocal8Bit());
        std::vector<char *> argv = pointersTo(words);
        std::vector<char *> envp = pointersTo(variables);
        const QByteArray folder = directory.toLocal8Bit();

        m_process = ::fork();
        if (m_process == 0) {
            ::setsid();
            const int terminal = ::open(slave.constData(), O_RDWR);
            ::ioctl(terminal, TIOCSCTTY, 0);
            ::dup2(streams.input >= 0 ? streams.input : terminal, 0);
            ::dup2(streams.output >= 0 ? streams.output : terminal, 1);
            ::dup2(streams.error >= 0 ? streams.error : terminal, 2);
            ::close(terminal);
            if (!folder.isEmpty() && ::chdir(folder.constData()) != 0)
                ::_exit(126);
            ::execve(argv.front(), argv.data(), envp.data());
            ::_exit(127);
        }
    }
    ~PseudoTerminal()
    {
        if (!m_end) {
            ::kill(m_process, SIGKILL);
            ::waitpid(m_process, nullptr, 0);
        }
        ::close(m_master);
    }
    PseudoTerminal(const PseudoTerminal &) = delete;
    PseudoTerminal &operator=(const PseudoTerminal &) = delete;

    const QByteArray &shown()
    {
        char buffer[4096];
        for (;;) {
            const ssize_t got = ::read(m_master, buffer, sizeof buffer);
            if (got <= 0)
                return m_shown;
            m_shown.append(buffer, got);
        }
    }
    bool waitFor(const QByteArray &text)
    {
        return QTest::qWaitFor([&] { return shown().contains(text); }, watchdog);
    }
    void type(const QByteArray &keys)
    {
        if (::write(m_master, keys.constData(), std::size_t(keys.size())) != keys.size())
            qFatal("the terminal takes no input");
    }
    void sendSignal(int signal) { ::kill(m_process, signal); }
    pid_t process() const { return m_process; }
    bool hasDumpedCore() const { return m_hasDumpedCore; }
    // The exit code; that of a signal is negative. Nothing: it did not end.
    std::optional<int> end()
    {
        // What it has not ended by then, hasEnded() tells.
        (void)QTest::qWaitFor([this] { return hasEnded(); }, watchdog);
        shown();
        return m_end;
    }
    bool hasEnded()
    {
        int status = 0;
        shown();
        if (!m_end && ::waitpid(m_process, &status, WNOHANG) == m_process) {
            m_end = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
            m_hasDumpedCore = WIFSIGNALED(status) && WCOREDUMP(status);
        }
        return m_end.has_value();
    }
    // Whether what is typed is shown.
    bool echoes() const
    {
        termios state{};
        return ::tcgetattr(m_master, &state) == 0 && (state.c_lflag & ECHO) && (state.c_lflag & ISIG);
    }

    // In milliseconds. Only a program that hangs gets there.
    static constexpr int watchdog = 30'000;

private:
    static std::vector<char *> pointersTo(QList<QByteArray> &texts)
    {
        std::vector<char *> pointers;
        for (QByteArray &text : texts)
            pointers.push_back(text.data());
        pointers.push_back(nullptr);
        return pointers;
    }

    int m_master = -1;
    pid_t m_process = -1;
    std::optional<int> m_end;
    bool m_hasDumpedCore = false;
    QByteArray m_shown;
};
