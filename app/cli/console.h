#pragma once

#include "app/cli/options.h"
#include "core/host/host.h"
#include "core/report/textsink.h"
#include "core/result/problem.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace signet {

// Exit codes: a contract with scripts.
namespace exitcode {
inline constexpr int ready = 0;
inline constexpr int failure = 1; // wrong use, or a failure of our own
inline constexpr int notReady = 2; // or unclear
inline constexpr int onlyWarnings = 3; // with --strict
inline constexpr int signInNeeded = 4;
inline constexpr int notReachable = 5; // something needed did not answer
inline constexpr int stopped = 130;
} // namespace exitcode

// Data goes to standard output (or the file of --out), talk to standard error.
class Console {
public:
    explicit Console(const CommonOptions &options);

    bool wantsJson() const { return m_json; }
    bool mayAsk() const { return m_mayAsk; }
    // Whether a person is to be told what to do elsewhere, in a browser: not with --no-input.
    bool mayPrompt() const { return m_mayPrompt; }
    bool inputIsTerminal() const { return m_inputIsTerminal; }
    bool outputIsTerminal() const { return m_outputIsTerminal; }
    TextStyle style() const { return m_style; }
    // The person's own disk and environment; also in the sandbox.
    const Host &disk() const { return m_disk; }

    // The result of the command. Searched for secrets first: a find is a fault of ours and nothing is
    // written. Returns the exit code to go on with: the given one, or failure.
    int finish(const QByteArray &data, int code) const;
    int finish(const QJsonObject &json, int code) const;

    // A line of talk; not with --quiet.
    void say(const QString &line) const;
    // What the person has to do; also with --quiet, because nothing goes on without it.
    void prompt(const QString &line) const;
    // Replaces the line that status() wrote last; on a terminal only.
    void status(const QString &line);
    // One clear sentence, what to do, and the command for it. Always returns exit code failure.
    int fail(const Problem &problem) const;

    // Asks on the terminal; false for anything but yes.
    bool confirm(const QString &question) const;

private:
    Host m_disk;
    bool m_json;
    bool m_quiet;
    bool m_mayAsk;
    bool m_mayPrompt;
    bool m_inputIsTerminal;
    bool m_outputIsTerminal;
    bool m_errorIsTerminal;
    QString m_outFile;
    TextStyle m_style;
};

} // namespace signet
