#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/parseproblem.h"
#include "app/cli/stopsignal.h"
#include "core/host/aside.h"
#include "core/language/language.h"

#include <QCoreApplication>
#include <QTimer>

#include <algorithm>
#include <string>
#include <vector>

using namespace signet;

namespace {

// Runs the event loop until the command's coroutine has its exit code.
int run(const Invocation &invocation)
{
    std::stop_source source;
    std::unique_ptr<StopSignal> signal;
    if (invocation.canBeStopped)
        signal = std::make_unique<StopSignal>(source, int(invocation.common.timeout * 1000));
    QTimer::singleShot(0, qApp, [&] {
        QCoro::connect(invocation.run(source.get_token()), qApp,
                       [](int code) { QCoreApplication::exit(code); });
    });
    const int code = QCoreApplication::exec();
    if (code != exitcode::stopped || !signal || !signal->timedOut())
        return code;
    // The person set the limit, but didn't stop the run.
    Console(invocation.common)
        .say(CommandLine::tr("Timed out after %1 seconds.").arg(invocation.common.timeout));
    return invocation.exitCodeOnTimeout;
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    // Before the first text: help is translated, too.
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("signet"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNET_VERSION));
    installLanguage(Host::real());

    Invocation invocation;
    const auto program = commandTree(&invocation, Console(invocation.common).style().width);
    try {
        program->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::Success &wish) {
        // --help and --version
        return program->exit(wish);
    } catch (const CLI::ParseError &error) {
        return Console(invocation.common).fail(parseProblem(*program, error, arguments));
    }
    return endProcess(run(invocation));
}
