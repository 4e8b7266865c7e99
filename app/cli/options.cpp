#include "app/cli/options.h"

#include "app/cli/parseproblem.h"
#include "core/report/reportformat.h"
#include "core/signin/signinmethod.h"

#include <CLI/CLI.hpp>

namespace signet {

QString text(const std::string &argument)
{
    return QString::fromUtf8(argument.c_str());
}

QString sandboxOf(const CommonOptions &options)
{
    return shownSandbox(text(options.sandbox));
}

namespace {

std::vector<std::string> formatsOf(Writes writes)
{
    if (writes == Writes::Result)
        return {"text", "json"};
    if (writes == Writes::Document)
        return {"text", "json", "markdown"};
    if (writes == Writes::Page)
        return {"text", "json", "markdown", "html"};
    if (writes == Writes::Checked)
        return {"text", "json", "markdown", "html", "junit", "sarif"};
    std::vector<std::string> ids;
    for (const ReportFormat &format : reportFormats())
        ids.emplace_back(format.id.data(), std::size_t(format.id.size()));
    return ids;
}

} // namespace

void addCommonOptions(CLI::App *command, CommonOptions &options, Writes writes)
{
    command->add_option("--output", options.output, QT_TRANSLATE_NOOP("CommandLine", "format of the result"))
        ->check(oneOf(formatsOf(writes)))
        ->type_name("FORMAT")
        ->group("Output");
    command
        ->add_option("--out", options.out,
                     QT_TRANSLATE_NOOP("CommandLine", "write to this file instead of standard output"))
        ->type_name("FILE")
        ->group("Output");
    command
        ->add_flag("--no-color", options.noColor,
                   QT_TRANSLATE_NOOP("CommandLine", "do not use colors (also NO_COLOR)"))
        ->group("Output");
    command
        ->add_flag("--quiet", options.quiet,
                   QT_TRANSLATE_NOOP("CommandLine", "print only errors to standard error"))
        ->group("Output");
    command
        ->add_flag("--verbose", options.verbose, QT_TRANSLATE_NOOP("CommandLine", "also list every request"))
        ->group("Output");
    command
        ->add_option("--timeout", options.timeout,
                     QT_TRANSLATE_NOOP("CommandLine", "stop after this many seconds"))
        ->check(numberWithin(0.1, 86400))
        ->type_name("SECONDS")
        ->group("Run");
    command
        ->add_flag("--no-input", options.noInput,
                   QT_TRANSLATE_NOOP("CommandLine", "never prompt; fail if input would be required"))
        ->group("Run");
    command
        ->add_option("--ca-file", options.caFile,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "also trust these certificate authorities (PEM; also SSL_CERT_FILE)"))
        ->type_name("FILE")
        ->group("Run");
    command
        ->add_option("--sandbox", options.sandbox,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "use a simulated Azure: a scenario (see signet sandbox list) or the "
                                       "address of a running one"))
        // A script whose variable is empty must not end up on the real Azure.
        ->check(notEmpty())
        ->type_name("SCENARIO|URL")
        ->group("Run");
}

void addSelectorOptions(CLI::App *command, SubjectOptions &options)
{
    command
        ->add_option("--client-id", options.clientId,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "client id of the user-assigned identity (default: from the current "
                                       "profile, then ARM_CLIENT_ID, AZURE_CLIENT_ID)"))
        ->type_name("GUID")
        ->group("Identity");
    command
        ->add_option("--object-id", options.objectId,
                     QT_TRANSLATE_NOOP("CommandLine", "object id of the intended identity"))
        ->type_name("GUID")
        ->group("Identity");
    command
        ->add_option("--resource-id", options.resourceId,
                     QT_TRANSLATE_NOOP("CommandLine", "Azure resource id of the intended identity"))
        ->type_name("ID")
        ->group("Identity");
}

void addSubjectOptions(CLI::App *command, SubjectOptions &options)
{
    command
        ->add_option(
            "--org", options.organization,
            QT_TRANSLATE_NOOP("CommandLine",
                              "organization, by name or URL (default: from the current profile, then "
                              "AZDO_ORG_SERVICE_URL)"))
        ->type_name("URL")
        ->group("Organization");
    addSelectorOptions(command, options);
}

void addSignInOptions(CLI::App *command, SignInOptions &options)
{
    command
        ->add_option("--sign-in", options.method,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "how to sign in (default: the stored sign-in, then the Azure CLI)"))
        ->check(oneOf(signInMethodNames()))
        ->type_name("METHOD")
        ->group("Sign-in");
    command
        ->add_option("--tenant", options.tenant,
                     QT_TRANSLATE_NOOP("CommandLine", "tenant to sign in to, by id or domain"))
        ->type_name("TENANT")
        ->group("Sign-in");
    command
        ->add_option("--sign-in-client-id", options.clientId,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "client id of your app registration for device-code and browser; none "
                                       "is built in"))
        ->type_name("GUID")
        ->group("Sign-in");
}

std::vector<std::string> signInMethodNames()
{
    std::vector<std::string> names;
    names.reserve(signInMethods.size());
    for (const SignInMethod method : signInMethods)
        names.emplace_back(toString(method).latin1());
    return names;
}

CommandLineInput commandLineInputFrom(const CommonOptions &common, const SubjectOptions &subject)
{
    CommandLineInput input;
    input.sandbox = text(common.sandbox);
    input.caFile = text(common.caFile);
    input.organization = text(subject.organization);
    input.clientId = text(subject.clientId);
    input.objectId = text(subject.objectId);
    input.resourceId = text(subject.resourceId);
    for (const std::string &project : subject.projects)
        input.projects.append(text(project));
    return input;
}

} // namespace signet
