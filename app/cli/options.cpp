#include "app/cli/options.h"

#include "app/cli/parseproblem.h"

#include <CLI/CLI.hpp>

namespace signet {

QString text(const std::string &argument)
{
    return QString::fromLocal8Bit(argument.c_str());
}

QString sandboxOf(const CommonOptions &options)
{
    return shownSandbox(text(options.sandbox));
}

void addCommonOptions(CLI::App *command, CommonOptions &options)
{
    command->add_option("--output", options.output, "text for people, json for programs")
        ->check(oneOf({"text", "json"}))
        ->type_name("FORMAT")
        ->group("Output");
    command->add_option("--out", options.out, "write to this file instead of standard output")
        ->type_name("FILE")
        ->group("Output");
    command->add_flag("--no-color", options.noColor, "no colours (also NO_COLOR)")->group("Output");
    command->add_flag("--quiet", options.quiet, "nothing on standard error but faults")->group("Output");
    command->add_flag("--verbose", options.verbose, "every request, too")->group("Output");
    command->add_option("--timeout", options.timeout, "stop after this time, in seconds")
        ->check(numberWithin(0.1, 86400))
        ->type_name("SECONDS")
        ->group("Run");
    command->add_flag("--no-input", options.noInput, "never ask; what would be asked is an error")
        ->group("Run");
    command
        ->add_option("--ca-file", options.caFile,
                     "trust these certificate authorities, too (PEM; also SSL_CERT_FILE)")
        ->type_name("FILE")
        ->group("Run");
    command
        ->add_option(
            "--sandbox", options.sandbox,
            "work on a simulated Azure: a scenario (see signet sandbox list) or the address of a running one")
        // A script whose variable is empty must not come to work on the real Azure.
        ->check(notEmpty())
        ->type_name("SCENARIO|URL")
        ->group("Run");
}

void addSelectorOptions(CLI::App *command, SubjectOptions &options)
{
    command
        ->add_option(
            "--client-id", options.clientId,
            "client id of the user-assigned identity (default: that of the profile, then ARM_CLIENT_ID, "
            "AZURE_CLIENT_ID)")
        ->type_name("GUID")
        ->group("Identity");
    command->add_option("--object-id", options.objectId, "object id of the intended identity")
        ->type_name("GUID")
        ->group("Identity");
    command->add_option("--resource-id", options.resourceId, "resource id of the intended identity in Azure")
        ->type_name("ID")
        ->group("Identity");
}

void addSubjectOptions(CLI::App *command, SubjectOptions &options)
{
    command
        ->add_option("--org", options.organization,
                     "organization: its name or any address of it (default: that of the profile, then "
                     "AZDO_ORG_SERVICE_URL)")
        ->type_name("URL")
        ->group("Organization");
    addSelectorOptions(command, options);
}

void addSignInOptions(CLI::App *command, SignInOptions &options)
{
    command
        ->add_option("--sign-in", options.method,
                     "way of signing in: azure-cli, device-code, browser, access-token, managed-identity "
                     "(default: what is kept, then the Azure CLI's login)")
        ->check(oneOf({"azure-cli", "device-code", "browser", "access-token", "managed-identity"})
                    .description({}))
        ->type_name("WAY")
        ->group("Sign-in");
    command->add_option("--tenant", options.tenant, "tenant to sign in to: its id or domain")
        ->type_name("TENANT")
        ->group("Sign-in");
    command
        ->add_option("--sign-in-client-id", options.clientId,
                     "client id of the app registration for device-code and browser; none is built in")
        ->type_name("GUID")
        ->group("Sign-in");
}

Wishes wishesFrom(const CommonOptions &common, const SubjectOptions &subject)
{
    Wishes wishes;
    wishes.sandbox = text(common.sandbox);
    wishes.caFile = text(common.caFile);
    wishes.organization = text(subject.organization);
    wishes.clientId = text(subject.clientId);
    wishes.objectId = text(subject.objectId);
    wishes.resourceId = text(subject.resourceId);
    for (const std::string &project : subject.projects)
        wishes.projects.append(text(project));
    return wishes;
}

} // namespace signet
