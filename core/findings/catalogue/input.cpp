#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Wrong use of the program, and what it could not do itself.
std::vector<Finding> inputFindings()
{
    constexpr auto chapter = "input"_L1;
    return {
        {
            .id = finding::inputNotAGuid,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not a valid %what|GUID%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Signet expects a GUID: 36 characters in groups of 8, 4, 4, 4, and 12, such as "
                "499b84ac-1321-427f-aa17-267ca6975798. Braces, spaces, and names are not accepted."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Correct %variable|the option%. Copy the id from the identity's "
                                       "properties, or list all ids:"),
                     "signet identity", Actor::You}},
        },
        {
            .id = finding::inputNotAResourceId,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not an Azure resource id"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A resource id starts with /subscriptions/ and names the resource group, provider, type, and "
                "name. You can find it in the portal under Properties."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Copy it from the portal, or read it with the Azure CLI:"),
                     "az identity show -g %resourceGroup|RESOURCE_GROUP% -n NAME --query id -o tsv",
                     Actor::You}},
        },
        {
            .id = finding::organizationInvalid,
            .chapter = chapter,
            .actions = {FindingAction::CorrectOrganization},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "\"%value|The value%\" is not a valid Azure DevOps organization"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Signet cannot use this name or URL: %reason|it breaks the naming rules%. Enter "
                "https://dev.azure.com/ORG, or only the name, made of letters, digits, and hyphens."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Correct %variable|the value%. Copy the URL from your browser:"),
                     "signet diagnose --org https://dev.azure.com/ORG", Actor::You}},
            .link = links::namingRules,
        },
        {
            .id = finding::organizationMissing,
            .chapter = chapter,
            .actions = {FindingAction::CorrectOrganization},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No organization specified"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The command needs to know which Azure DevOps organization to use. Signet "
                                  "reads it from --org, the current profile, or AZDO_ORG_SERVICE_URL."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Specify it with --org, or once for this shell:"),
                     {"export AZDO_ORG_SERVICE_URL=https://dev.azure.com/ORG",
                      "Set-Item Env:AZDO_ORG_SERVICE_URL https://dev.azure.com/ORG"},
                     Actor::You}},
        },
        {
            .id = finding::commandUnknown,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The word%\" is not a signet command"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Did you mean %suggestion|one of these%? Available commands: %known|see the help%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose one of the commands in the help:"), "signet --help",
                     Actor::You}},
        },
        {
            .id = finding::commandMissing,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No command given"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "%what|signet% needs one of these commands: %known|see the help%. Run "
                                       "any command with --help for details."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "List the commands:"), "signet --help", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Try Signet on the simulated Azure first. List its scenarios:"),
                     "signet sandbox list", Actor::You}},
        },
        {
            .id = finding::argumentUnknown,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%what|The command% does not accept \"%value|this argument%\""),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "Did you mean %suggestion|one of the options in the help%? Nothing was done."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "List what the command accepts:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::argumentMissing,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%what|The command% needs %variable|another argument%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "Missing: %reason|an argument described in the help%. Nothing was done."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Add the missing argument, as shown in the help:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::optionValueMissing,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%variable|The option% needs a value: %known|see its help%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is followed by nothing, by another option, or by an empty string. Nothing was done."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Put the value after it, as shown in the help:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::optionValueInvalid,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not valid for %variable|the option%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "The option accepts %known|the values listed in its help%. Nothing was done."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use %suggestion|an accepted value%, or read the help:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::optionRepeated,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%variable|The option% was specified more than once"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It accepts only one value, but these were given: %value|several%. "
                                       "Signet does not guess which one you want."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Specify it once. The help shows which options can be repeated:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::optionsExclusive,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%variable|This option% and %value|another one% cannot be used together"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "They set the same thing in different ways, or one rules out the other."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Remove one of them, as the help explains:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::scenarioUnknown,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no scenario \"%value|with this name%\""),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Did you mean %suggestion|another one%? The simulated Azure has a fixed list of scenarios."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose a scenario from the list:"), "signet sandbox list",
                     Actor::You}},
        },
        {
            .id = finding::findingUnknown,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no finding \"%value|with this id%\""),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "Did you mean %suggestion|another one%? Reports show the id of each finding."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Copy the id from the report, or paste the error text instead:"),
                     "signet explain --paste", Actor::You}},
        },
        {
            .id = finding::fileNotReadable,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% cannot be read"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "The system reports: %reason|access was denied%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check the path and its permissions:"),
                     {"ls -l %path|FILE%", "Get-Acl %path|FILE% | Format-List"},
                     Actor::You}},
        },
        {
            .id = finding::fileNotWritable,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% cannot be written"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The system reports: %reason|access was denied%. The existing content is unchanged."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Check the owner, the permissions, and the free space, or choose another file:"),
                     {"ls -l %path|FILE%", "Get-Acl %path|FILE% | Format-List"},
                     Actor::You}},
        },
        {
            .id = finding::standardInputNotReadable,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The standard input cannot be read"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "The system reports: %reason|the stream is closed%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Pipe the text into the command, as here:"),
                     {"signet explain --paste < error.txt", "Get-Content error.txt | signet explain --paste"},
                     Actor::You}},
        },
        {
            .id = finding::standardOutputNotWritable,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The standard output cannot be written"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The system reports: %reason|the stream is closed%. The result could not be shown."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Free space where the output goes, or write the result to a file "
                                       "elsewhere with --out:"),
                     {"df -h .", "Get-PSDrive -PSProvider FileSystem"},
                     Actor::You}},
        },
        {
            .id = finding::directoryNotWritable,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Signet cannot create files in %path|the folder%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The system reports: %reason|access was denied%. Signet writes a new version next to the old "
                "file before replacing it, which requires write access to the folder."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check the owner and permissions of the folder:"),
                     {"ls -ld %path|DIRECTORY%", "Get-Acl %path|DIRECTORY% | Format-List"},
                     Actor::You}},
        },
        {
            .id = finding::directoryMissing,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no folder %path|at this path%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "The path does not exist, or it is not a folder. Nothing was read or changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Correct the path. This command shows what is there:"),
                     {"ls -ld %path|DIRECTORY%", "Get-Acl %path|DIRECTORY% | Format-List"},
                     Actor::You}},
        },
        {
            .id = finding::reportNotValid,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% is not a Signet report"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It could not be read as a report: %reason|its content is something "
                                       "else%. Signet expects the JSON that signet diagnose writes."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Create a new report, or choose another file:"),
                     "signet diagnose --output json --out report.json", Actor::You}},
        },
        {
            .id = finding::caFileInvalid,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% contains no usable certificates"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It could not be read as PEM certificates: %reason|no certificate was found%. Without it, "
                "Signet does not trust servers whose certificates this authority issued."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check that the file starts with \"BEGIN CERTIFICATE\":"),
                     {"openssl x509 -noout -subject -in %path|FILE%", "certutil -dump %path|FILE%"},
                     Actor::You}},
        },
        {
            .id = finding::reportHoldsSecret,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Report not saved: it may contain a secret"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A final check found it, so %path|the file% was not written. Reports "
                                       "must be safe to share, so this is a bug in Signet."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Report the bug with your command and the version, but without the report:"),
                     "signet --version", Actor::You}},
        },
        {
            .id = finding::sandboxNotLoopback,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%url|The URL% is not an address of this machine"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The simulated Azure uses plain http, which is allowed only at "
                                       "127.0.0.1, ::1, or localhost. Nothing was sent."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Start it on this machine and use the URL that it prints:"),
                     "signet sandbox serve %scenario|SCENARIO%", Actor::You}},
        },
        {
            .id = finding::sandboxNotReachable,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding", "No simulated Azure is running at %url|the URL%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The connection failed: %reason|nothing is listening there%. The "
                                       "simulated Azure runs only while its command is running."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Start it again and use the URL that it prints:"),
                     "signet sandbox serve %scenario|SCENARIO%", Actor::You}},
        },
        {
            .id = finding::addressNotUsable,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The simulated Azure cannot listen at %url|this address%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The system reports: %reason|the address is in use or not allowed%. "
                                       "With port 0, the system chooses a free port."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Choose another address, or let the system choose the port:"),
                     "signet sandbox serve %scenario|SCENARIO% --listen 127.0.0.1:0", Actor::You}},
        },
        {
            .id = finding::tokenNotGiven,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No token on standard input"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "With --stdin, Signet reads the token from standard input, which was empty. It never accepts "
                "a token as an argument, because other users of the machine could see it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Pipe the token into the command:"),
                     "az account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 "
                     "--query accessToken -o tsv | signet token --stdin",
                     Actor::You}},
        },
        {
            .id = finding::displayMissing,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No display is available for signet-gui"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "signet-gui needs a desktop session and cannot reach one. The signet "
                                       "command line does the same without a display."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use the command line:"), "signet diagnose", Actor::You}},
        },
        {
            .id = finding::runStopped,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .exit = Exit::Stopped,
            .title = QT_TRANSLATE_NOOP("Finding", "The run was stopped"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It was stopped on request before it finished. Results so far are "
                                       "kept; anything not yet checked is unknown."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Run the command again when you are ready; if it wrote a receipt, it "
                                       "resumes from there. To diagnose:"),
                     "signet diagnose", Actor::You}},
        },
        {
            .id = finding::runTimedOut,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The run exceeded its limit of %seconds|several% seconds"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Signet was still waiting for %what|a response%. Checks that got no "
                                       "response are unknown, not failed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Allow more time:"), "signet diagnose --timeout 120",
                     Actor::You}},
        },
        {
            .id = finding::providerBlockExists,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%path|The configuration% already has an azuredevops provider block"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The existing block (line %line|unknown%) has no alias, and Terraform "
                                       "allows only one such block. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Edit the existing block. This command prints what it should contain:"),
                     "signet terraform block", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::fileChangedMeanwhile,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% changed before Signet could write it"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Someone else changed it after Signet read it. That change was kept, "
                                       "and Signet wrote nothing."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Review the file, then run the command again:"),
                     {"ls -l %path|FILE%", "Get-Acl %path|FILE% | Format-List"},
                     Actor::You}},
        },
        {
            .id = finding::fileHardLinked,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% has %links|several% hard links"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A new version would replace only one of the names, and the others "
                                       "would keep the old content. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Find the other names and replace them with symbolic links:"),
                     "find / -xdev -samefile %path|FILE%", Actor::You}},
        },
        {
            .id = finding::fileOwnerForeign,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% belongs to %owner|another account%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A new version would replace the file, and %user|this account% cannot "
                                       "assign it to the same owner and group. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Run the command as the owner, or take ownership of the file:"),
                     {"sudo chown %user|USER% %path|FILE%", "icacls %path|FILE% /setowner %user|USER%"},
                     Actor::You}},
        },
        {
            .id = finding::fileAttributesNotKept,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% has attributes that would be lost"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The attribute or access list %what|of the file% could not be copied: "
                                       "%reason|the system refused%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Check which attributes are set, and remove them if you do not need them:"),
                     "getfattr -d -m - %path|FILE%", Actor::You}},
        },
        {
            .id = finding::fileNotRegular,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The path% is not a regular file"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It is %what|something else%, so Signet cannot replace it with a new "
                                       "version. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Specify a file, or a link to a file:"),
                     {"ls -ld %path|FILE%", "Get-Acl %path|FILE% | Format-List"},
                     Actor::You}},
        },
        {
            .id = finding::fileNotRestored,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% was changed and could not be restored"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The change was abandoned after writing: %reason|a later step failed%. "
                                  "Restoring the old content also failed; the backup contains it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check the file, then copy the backup over it:"),
                     {"cp -p %backup|BACKUP% %path|FILE%", "Copy-Item %backup|BACKUP% %path|FILE%"},
                     Actor::You}},
        },
        {
            .id = finding::editNotPossible,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Signet cannot edit %path|the file% safely"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The edit could break something or be incomplete: %reason|its "
                                       "structure is not supported%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Print the provider block and add it by hand:"),
                     "signet terraform block --org https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::networkFailed,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .explainedBy = {finding::proxyValueRefused},
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding", "The request to %url|the server% failed"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "No response was received: %reason|the connection could not be made%. "
                                       "Whether the server would have accepted the request is unknown."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Check the network, the proxy, and the host name, then try again:"),
                     {"curl -sS -o /dev/null --max-time 10 %url|URL%",
                      "curl.exe -sS -o NUL --max-time 10 %url|URL%"},
                     Actor::You}},
            .link = links::allowedHosts,
        },
        {
            .id = finding::confirmationNeeded,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Nothing was written because confirmation was not possible"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The command changes %path|a file or an organization% and needs "
                                       "confirmation. There is no terminal to ask on, or --no-input is set."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Review the changes in the plan or with --dry-run, then run the "
                                       "command with --yes, for example:"),
                     "signet %command|setup apply plan.json% --yes", Actor::You}},
        },
        {
            .id = finding::errorTextMissing,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No error message on standard input"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Signet reads the error message from standard input, which was empty. "
                                       "Terraform writes its errors to standard error."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Pipe both streams of the failing command into Signet:"),
                     "terraform plan 2>&1 | signet explain --paste", Actor::You}},
        },
        {
            .id = finding::tooFewOpenFiles,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "This process is not allowed to open enough files"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Connections count as open files. The limit of this process is "
                                       "%value|too low%; Signet needs 64."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Raise the limit in the shell that starts Signet:"),
                     "ulimit -n 1024", Actor::You}},
        },
        {
            .id = finding::revealNeedsTerminal,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Signet shows a token only on a terminal"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "With --reveal, Signet writes the token only to a terminal. A pipe or "
                                       "a file, such as a pipeline log, could store it for others to read."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Run the command in a terminal, without redirection:"),
                     "signet token --reveal", Actor::You}},
        },
        {
            .id = finding::shellUnknown,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not a supported output format"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Each shell and pipeline service sets variables in its own way. Supported formats: "
                "%known|bash, fish, powershell, cmd, dotenv, and others listed in the help%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose one of these formats:"),
                     {"signet terraform env --shell bash", "signet terraform env --shell powershell"},
                     Actor::You}},
        },
        {
            .id = finding::valueNotRepresentable,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%variable|A variable% cannot be written for %target|this format%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The value would not arrive unchanged: %reason|it contains characters that the format cannot "
                "represent%. Nothing was printed, so that no wrong value is used."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose another format, or set the variable by hand:"),
                     {"signet terraform env --shell bash", "signet terraform env --shell powershell"},
                     Actor::You}},
        },
        {
            .id = finding::fileNameInvalid,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The name%\" is not a valid Terraform file name"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Terraform reads files that end in .tf, directly in the folder. It "
                                       "does not read other paths, hidden files, or other extensions."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Specify a file in the folder:"),
                     "signet terraform write --dir . --file providers.tf", Actor::You}},
        },
        {
            .id = finding::hostImageInvalid,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The description of the simulated machine is not valid"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It cannot be used: %reason|a part is missing or has the wrong type%. "
                                       "A scenario with this problem is a bug in Signet."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose another scenario:"), "signet sandbox list",
                     Actor::You}},
        },
        {
            .id = finding::planFileInvalid,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% is not a Terraform plan in JSON"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It could not be read as a plan: %reason|its content is something "
                                       "else%. Signet expects the output of terraform show -json."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Save a plan:"),
                     {"terraform plan -out=plan.bin", "terraform plan \"-out=plan.bin\""},
                     Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Write it as JSON:"),
                     "terraform show -json plan.bin > plan.json", Actor::You}},
        },
        {
            .id = finding::planVersionUnknown,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The plan% has the unknown format %version|version%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Signet reads format version 1, which Terraform 1.1 and later and "
                "OpenTofu write. In another version, the same names can mean something else."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Read the configuration without the plan:"),
                     "signet terraform needs --dir .", Actor::You}},
        },
    };
}

} // namespace signet::chapters
