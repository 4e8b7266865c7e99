#include "app/gui/desktop.h"
#include "app/gui/singleinstance.h"

#include "app/terminal.h"
#include "core/findings/findingtext.h"
#include "core/host/aside.h"
#include "core/host/processstart.h"
#include "core/language/language.h"
#include "ui/theme.h"

#include <CLI/CLI.hpp>

#include <QApplication>
#include <QCoreApplication>
#include <QFileInfo>
#include <QIcon>
#include <QTimer>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

constexpr int failure = 1;

struct ProgramText {
    Q_DECLARE_TR_FUNCTIONS(Program)
};

std::string words(const QString &text)
{
    return text.toStdString();
}

struct Arguments {
    std::string sandbox;
    std::string caFile;
    std::string organization;
    std::string clientId;
    std::string path;
    std::optional<theme::Choice> theme; // nothing: that of the settings
    std::string wrong; // why they could not be understood
};

QString text(const std::string &argument)
{
    return QString::fromUtf8(argument.c_str());
}

// One clear sentence, what to do, and the command for it.
int fail(const Problem &problem, const QString &sandbox = {})
{
    const FindingText words = describe(problem, sandbox);
    QString lines = u"signet-gui: "_s + words.title + u".\n  "_s + words.cause + u'\n';
    for (const FindingText::Step &step : words.fix) {
        lines += u"  "_s + step.text + u'\n';
        if (!step.command.isEmpty())
            lines += u"  $ "_s + step.command + u'\n';
    }
    tell(Stream::Error, lines, u"Signet"_s);
    return failure;
}

// Qt itself ends the process with a core dump when there is no display.
bool displayIsMissing(const Host &host)
{
    if (host.platform() != Platform::Linux)
        return false;
    const Environment &environment = host.environment();
    return environment.firstSet({u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s}).isEmpty();
}

bool isFolder(const Host &host, const QString &path)
{
    return !path.isEmpty() && host.stat(path).kind == FileFacts::Kind::Directory;
}

// What the command line asks for; the exit code where that is all there is to do.
std::optional<int> parse(std::vector<std::string> given, Arguments *arguments)
{
    CLI::App cli(words(ProgramText::tr(
                     "Signet gives Terraform a managed identity for Azure DevOps, and proves that it "
                     "works.")),
                 "signet-gui");
    cli.allow_windows_style_options(false);
    cli.set_help_flag("-h,--help", words(ProgramText::tr("show this help")));
    cli.set_version_flag("--version", "signet-gui " SIGNET_VERSION,
                         words(ProgramText::tr("show the version")));
    cli.get_formatter()->column_width(34);
    cli.footer(words(u"\n%1\n  signet-gui --sandbox not-in-org\n\n%2"_s.arg(
        ProgramText::tr("Try it without Azure:"), ProgramText::tr("In a terminal: signet --help"))));

    cli.add_option("path", arguments->path,
                   words(ProgramText::tr(
                       "saved report, request or receipt, or folder with a Terraform configuration")))
        ->type_name("FILE|FOLDER");
    cli.add_option("--org", arguments->organization,
                   words(ProgramText::tr("organization (default: AZDO_ORG_SERVICE_URL)")))
        ->type_name("URL");
    cli.add_option("--client-id", arguments->clientId,
                   words(ProgramText::tr("client id of the user-assigned identity (default: ARM_CLIENT_ID, "
                                         "AZURE_CLIENT_ID)")))
        ->type_name("GUID");
    cli.add_option(
           "--sandbox", arguments->sandbox,
           words(ProgramText::tr("use a simulated Azure: a scenario (see signet sandbox list) or the address "
                                 "of a running one")))
        ->type_name("SCENARIO|URL");
    cli.add_option(
           "--ca-file", arguments->caFile,
           words(ProgramText::tr("also trust these certificate authorities (PEM; default: SSL_CERT_FILE)")))
        ->type_name("FILE");
    const std::map<std::string, theme::Choice> themes{{"system", theme::Choice::System},
                                                      {"light", theme::Choice::Light},
                                                      {"dark", theme::Choice::Dark},
                                                      {"high-contrast", theme::Choice::HighContrast}};
    auto theme = theme::Choice::System;
    CLI::Option *themed =
        cli.add_option("--theme", theme,
                       words(ProgramText::tr("system, light, dark or high-contrast (default: system)")))
            ->transform(CLI::CheckedTransformer(themes).description(""))
            ->type_name("THEME");

    try {
        std::ranges::reverse(given);
        cli.parse(std::move(given));
    } catch (const CLI::Success &wish) {
        // --help and --version
        std::ostringstream text;
        const int code = cli.exit(wish, text);
        return tell(Stream::Output, QString::fromStdString(text.str()), u"Signet"_s)
            ? code
            : fail(Problem(finding::standardOutputNotWritable));
    } catch (const CLI::ParseError &error) {
        std::ostringstream text;
        cli.exit(error, text, text);
        tell(Stream::Error, QString::fromStdString(text.str()), u"Signet"_s);
        *arguments = Arguments();
        arguments->wrong = error.what();
        return std::nullopt;
    }
    if (themed->count() > 0)
        arguments->theme = theme;
    return std::nullopt;
}

} // namespace

int main(int argc, char **argv)
{
    if (const auto prepared = prepareProcess(); !prepared)
        return fail(prepared.problem());
    joinTerminal();
    const Host host = Host::real();
    const auto store = std::make_shared<PreferencesStore>(host);
    const Preferences preferences = store->load();
    Arguments arguments;
    {
        // Help and errors are translated, too, and need no display.
        const QCoreApplication forTexts(argc, argv);
        installLanguage(host, preferences.language);
        if (const auto code = parse(programArguments(argc, argv), &arguments))
            return *code;
        if (displayIsMissing(host))
            return arguments.wrong.empty() ? fail(Problem(finding::displayMissing)) : failure;
    }
    const QString path = text(arguments.path);
    const bool folder = isFolder(host, path);
    // A file that cannot be opened is said in the window: from a file manager nobody sees standard error.

    QApplication application(argc, argv);
    QApplication::setApplicationName(u"signet-gui"_s);
    QApplication::setApplicationDisplayName(u"Signet"_s);
    QApplication::setApplicationVersion(QStringLiteral(SIGNET_VERSION));
    QApplication::setDesktopFileName(u"signet-gui"_s);
    QApplication::setWindowIcon(QIcon(u":/icons/signet-gui.svg"_s));
    installLanguage(host, preferences.language);
    theme::apply(application, arguments.theme.value_or(theme::choiceNamed(preferences.theme)));

    CommandLineInput input;
    input.sandbox = text(arguments.sandbox);
    input.caFile = text(arguments.caFile);
    input.organization = text(arguments.organization);
    input.clientId = text(arguments.clientId);
    if (folder)
        input.terraform = path;

    // A window for a purpose of its own stays apart.
    const bool isPlain = input.sandbox.isEmpty() && input.caFile.isEmpty() && input.organization.isEmpty()
        && input.clientId.isEmpty() && !arguments.theme && arguments.wrong.empty();
    SingleInstance instance(host);
    if (isPlain && instance.handOver(path.isEmpty() ? QString() : QFileInfo(path).absoluteFilePath()))
        return endProcess(0);

    std::unique_ptr<Desktop> desktop;
    bool isWrong = !arguments.wrong.empty();
    const auto begin = [&](const Composition &composition) {
        // In the simulation nothing of the person's is touched, the memory of the window neither.
        const bool isReal = composition.scenario.isEmpty();
        const WindowMemory memory = isReal ? WindowMemory(host) : WindowMemory();
        input.sandbox.clear();
        desktop = std::make_unique<Desktop>(composition, input, folder ? QString() : path, memory,
                                            isReal ? store : nullptr);
        desktop->window()->show();
        if (!isPlain)
            return;
        instance.listen();
        QObject::connect(&instance, &SingleInstance::opened, desktop->window(), [&](const QString &named) {
            MainWindow *window = desktop->window();
            if (window->isMinimized())
                window->showNormal();
            window->raise();
            window->activateWindow();
            if (!named.isEmpty())
                window->open(named);
        });
    };
    if (input.caFile.isEmpty() && input.sandbox.isEmpty())
        input.caFile = preferences.caFile;
    QTimer::singleShot(0, &application, [&] {
        QCoro::connect(compose(input), &application, [&](const Result<Composition> &composition) {
            if (composition) {
                begin(*composition);
                if (isWrong)
                    desktop->window()->showMessage(ProgramText::tr("The command line was not understood"),
                                                   text(arguments.wrong));
                return;
            }
            // From a file manager or a menu nobody sees standard error.
            const Problem problem = composition.problem();
            const QString sandbox = text(arguments.sandbox);
            fail(problem, sandbox);
            isWrong = true;
            input = CommandLineInput();
            QCoro::connect(compose(input), &application, [&, problem](const Result<Composition> &plain) {
                if (!plain) {
                    QApplication::exit(fail(plain.problem()));
                    return;
                }
                begin(*plain);
                desktop->window()->showProblem(problem);
            });
        });
    });
    const int code = QApplication::exec();
    desktop.reset();
    return endProcess(code == 0 && isWrong ? failure : code);
}
