#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/parseproblem.h"
#include "app/cli/stopsignal.h"
#include "app/terminal.h"
#include "core/host/aside.h"
#include "core/host/processstart.h"
#include "core/language/language.h"

#include <QCoreApplication>
#include <QTimer>

#include <chrono>
#include <sstream>
#include <string>
#include <vector>

using namespace signet;

namespace {

// Runs the event loop until the command's coroutine has its exit code.
int run(const Invocation &invocation)
{
    const CommonOptions &common = invocation.common;
    const Console console(common);
    const QString timedOut = CommandLine::tr("Timed out after %1 seconds.").arg(common.timeout);
    const std::chrono::milliseconds limit(qint64(common.timeout * 1000));
    const std::stop_source source;
    const StopSignal signal(source, limit,
                            {.codeWhenStopped = exitcode::stopped,
                             .codeWhenTimedOut = invocation.exitCodeOnTimeout,
                             .textWhenTimedOut = common.quiet ? QByteArray() : timedOut.toUtf8() + '\n'});
    QTimer::singleShot(0, qApp, [&] {
        QCoro::connect(invocation.run(source.get_token()), qApp,
                       [](int code) { QCoreApplication::exit(code); });
    });
    const int code = QCoreApplication::exec();
    if (code != exitcode::stopped || !signal.timedOut())
        return code;
    // The person set the limit, but didn't stop the run.
    console.say(timedOut);
    return invocation.exitCodeOnTimeout;
}

} // namespace

int main(int argc, char **argv)
{
    const auto prepared = prepareProcess();
    Invocation invocation;
    if (!prepared)
        return Console(invocation.common).fail(prepared.problem());
    const std::vector<std::string> arguments = programArguments(argc, argv);
    // Before the first text: help is translated, too.
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("signet"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNET_VERSION));
    installLanguage(Host::real());

    const auto program = commandTree(&invocation, Console(invocation.common).style().width, arguments);
    try {
        program->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::Success &wish) {
        // --help and --version
        std::ostringstream text;
        const int code = program->exit(wish, text);
        return Console(CommonOptions()).finish(QByteArray::fromStdString(text.str()), code);
    } catch (const CLI::ParseError &error) {
        return Console(invocation.common).fail(parseProblem(*program, error, arguments));
    }
    return endProcess(run(invocation));
}
