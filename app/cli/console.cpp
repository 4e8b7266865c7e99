#include "app/cli/console.h"

#include "app/terminal.h"
#include "core/findings/evidencewords.h"
#include "core/findings/sandboxcommand.h"
#include "core/report/textlayout.h"
#include "core/result/knownsecrets.h"
#include "core/result/nativepath.h"
#include "core/result/outgoing.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 answerLimit = 256; // bytes

int columnsOf(int width)
{
    return width > 0 ? width : 80;
}

// Talk may quote what was typed, and people paste tokens where they do not belong.
QByteArray shown(const QString &line)
{
    return outgoingLine(line).toUtf8();
}

} // namespace

Console::Console(const CommonOptions &options)
    : m_disk(Host::real())
    , m_json(options.output == "json")
    , m_quiet(options.quiet)
    , m_mayAsk(!options.noInput && standardInputIsTerminal())
    , m_mayPrompt(!options.noInput)
    , m_inputIsTerminal(standardInputIsTerminal())
    , m_outputIsTerminal(isTerminal(Stream::Output) && options.out.empty())
    , m_errorIsTerminal(isTerminal(Stream::Error))
    , m_outFile(innerPath(text(options.out)))
    , m_sandbox(sandboxOf(options))
{
    // https://no-color.org: any value that is not empty counts.
    const Environment &environment = m_disk.environment();
    const bool mayColor = !options.noColor && !environment.has(u"NO_COLOR"_s);
    m_style.colour = mayColor && m_outputIsTerminal && takesSequences(Stream::Output);
    m_overwrites = m_errorIsTerminal && takesSequences(Stream::Error);
    // POSIX: whoever sets COLUMNS means it.
    const int wished = environment.value(u"COLUMNS"_s).toInt();
    m_style.width = wished > 0 ? qBound(40, wished, 120)
        : m_outputIsTerminal   ? qBound(40, columnsOf(terminalWidth()), 120)
                               : 100;
    m_style.verbose = options.verbose;
}

int Console::finish(const QByteArray &data, int code) const
{
    return deliver(m_json ? outgoingJson(data) : outgoingText(QString::fromUtf8(data)), code);
}

int Console::deliver(const QByteArray &clean, int code) const
{
    if (!knownSecretsIn(QString::fromUtf8(clean)).isEmpty())
        return fail(Problem(finding::reportHoldsSecret, {{u"path"_s, m_outFile}}));
    if (m_outFile.isEmpty()) {
        // Whoever closes a pipe, as head does, has read enough.
        const Written written = write(Stream::Output, clean);
        if (written.end != Written::End::Failed)
            return code;
        return fail(Problem(finding::standardOutputNotWritable, {{u"reason"_s, written.reason}}));
    }
    const auto written = m_disk.writeFile(m_outFile, clean);
    if (!written)
        return fail(written.problem());
    say(CommandLine::tr("Wrote %1.").arg(nativePath(m_outFile)));
    return code;
}

int Console::finish(const QJsonObject &json, int code) const
{
    return finish(QJsonDocument(json).toJson(QJsonDocument::Indented), code);
}

bool Console::deliverLine(const QString &line) const
{
    const Written written = write(Stream::Output, shown(line) + '\n');
    if (written.end == Written::End::Complete)
        return true;
    if (written.end == Written::End::Failed)
        fail(Problem(finding::standardOutputNotWritable, {{u"reason"_s, written.reason}}));
    return false;
}

void Console::say(const QString &line) const
{
    if (!m_quiet)
        write(Stream::Error, shown(line) + '\n');
}

void Console::prompt(const QString &line) const
{
    write(Stream::Error, shown(line) + '\n');
}

void Console::annotate(const QString &command) const
{
    write(Stream::Error, command.toUtf8() + '\n');
}

void Console::status(const QString &line)
{
    if (m_quiet || !m_overwrites)
        return;
    // Back to the line's begin and erase: the next line of talk or data overwrites it.
    write(Stream::Error, "\r\x1b[K" + padded(outgoingLine(line), m_style.width - 1).trimmed().toUtf8());
}

int Console::fail(const Problem &problem) const
{
    const int code = exitCodeOf(problem);
    const FindingText text = words(problem);
    QString reason = withWords(problem.evidence)["reason"_L1].toString();
    if (reason.endsWith(u'.'))
        reason.chop(1);
    const bool saysWhy = reason.isEmpty() || text.title.contains(reason) || text.cause.contains(reason);
    QByteArray message = "signet: " + shown(saysWhy ? text.title : text.title + u": "_s + reason) + ".\n";
    const auto addParagraph = [&message, this](const QString &paragraph) {
        const QStringList lines = wrapped(paragraph, m_style.width - 2);
        for (const QString &line : lines)
            message += "  " + shown(line) + '\n';
    };
    addParagraph(text.cause);
    for (const FindingText::Step &step : text.fix) {
        addParagraph(step.text);
        if (!step.command.isEmpty())
            message += "  $ " + shown(step.command) + '\n';
    }
    write(Stream::Error, message);
    return code;
}

FindingText Console::words(const Problem &problem) const
{
    return describe(problem, m_sandbox);
}

QString Console::command(const QString &command) const
{
    return inSandbox(command, m_sandbox);
}

void Console::ask(const QString &question) const
{
    write(Stream::Error, shown(question) + ' ');
}

QCoro::Task<Result<bool>> Console::confirm(QString question, std::stop_token stop) const
{
    ask(question + u" [y/N]"_s);
    auto reading = m_disk.readStandardInput(InputEnd::Line, answerLimit, std::move(stop));
    const auto answer = co_await reading;
    if (!answer) {
        // What follows must not stand behind the question.
        prompt({});
        co_return answer.problem();
    }
    co_return *answer == "y" || *answer == "Y" || *answer == "yes";
}

} // namespace signet
