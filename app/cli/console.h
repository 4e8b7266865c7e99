#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/options.h"
#include "core/findings/findingtext.h"
#include "core/host/host.h"
#include "core/report/textsink.h"
#include "core/result/problem.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <QCoroTask>

#include <stop_token>

namespace signet {

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

    // The result of the command, after outgoingText() or outgoingJson(). A secret that these cannot cut, such
    // as a number, is not written. Returns the exit code to continue with: the given one, or failure.
    int finish(const QByteArray &data, int code) const;
    int finish(const QJsonObject &json, int code) const;
    // The same for what has been through them: a report in one of its formats.
    int deliver(const QByteArray &outgoing, int code) const;

    // One line of a result that grows, at once; after outgoingLine(). False when nobody reads it any more, or
    // it could not be written, which has been told.
    bool deliverLine(const QString &line) const;

    // A line of talk; not with --quiet.
    void say(const QString &line) const;
    // What the person has to do; also with --quiet, because nothing goes on without it.
    void prompt(const QString &line) const;
    // A command for the pipeline that the program runs in, which reads it from this line. Its texts have been
    // escaped for it.
    void annotate(const QString &command) const;
    // Replaces the line that status() wrote last; on a terminal only.
    void status(const QString &line);
    // One clear sentence, why, what to do, and the command for it. Returns the exit code that belongs to it.
    int fail(const Problem &problem) const;

    // A finding in words, and a command to copy, for where this command works: in the sandbox they stay in
    // it.
    FindingText words(const Problem &problem) const;
    QString command(const QString &command) const;
    const QString &sandbox() const { return m_sandbox; }

    // A question whose answer is read next, on the same line.
    void ask(const QString &question) const;
    // Asks on the terminal; false for anything but yes. Fails with run-stopped.
    QCoro::Task<Result<bool>> confirm(QString question, std::stop_token stop) const;

private:
    Host m_disk;
    bool m_json;
    bool m_quiet;
    bool m_mayAsk;
    bool m_mayPrompt;
    bool m_inputIsTerminal;
    bool m_outputIsTerminal;
    bool m_errorIsTerminal;
    bool m_overwrites = false; // on standard error a line can be replaced
    QString m_outFile;
    QString m_sandbox;
    TextStyle m_style;
};

} // namespace signet
