#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Wrong use of the program, and what it could not do itself.
std::vector<Finding> inputFindings()
{
    constexpr auto stage = "input"_L1;
    return {
        {
            .id = finding::inputNotAGuid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" cannot be used as %what|GUID%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A GUID has 36 characters in groups of 8, 4, 4, 4 and 12, such as "
                "499b84ac-1321-427f-aa17-267ca6975798. No braces, no blanks, and no name in "
                "its place."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Correct %variable|the option%: copy the id from the properties of the identity, or "
                         "read all of them:"),
                     "signet identity", Actor::You}},
        },
        {
            .id = finding::inputNotAResourceId,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not a resource id of Azure"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A resource id begins with /subscriptions/ and names resource group, "
                                       "provider, type and name. It stands in the portal under Properties."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Copy it from the portal, or read it with the Azure CLI:"),
                     "az identity show -g %resourceGroup|RESOURCE_GROUP% -n NAME --query id -o tsv",
                     Actor::You}},
        },
        {
            .id = finding::organizationInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not an organization of Azure DevOps"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The name or address cannot be used: %reason|it breaks the naming rules%. "
                "Expected is https://dev.azure.com/ORG or the name alone, of letters, digits "
                "and hyphens."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Correct %variable|the value%; copy the address from the browser:"),
                     "signet diagnose --org https://dev.azure.com/ORG", Actor::You}},
            .link = links::namingRules,
        },
        {
            .id = finding::organizationMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No organization was named"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The command needs to know which organization of Azure DevOps it is about. It "
                "takes it from --org, from the profile in use, or from AZDO_ORG_SERVICE_URL as the provider "
                "does."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Name it with --org, or once for this shell:"),
                     "export AZDO_ORG_SERVICE_URL=https://dev.azure.com/ORG", Actor::You}},
        },
        {
            .id = finding::commandUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no command \"%value|of that name%\""),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Did you mean %suggestion|one that the help lists%? The choice "
                                       "is: %known|the commands of the help%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose one of the commands that the help lists:"),
                     "signet --help", Actor::You}},
        },
        {
            .id = finding::commandMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%what|signet% has to be told what to do"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The next word is a command: %known|one of those that the help lists%. Every "
                "one of them explains itself with --help."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "See what there is to do:"), "signet --help", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Try it on a simulated Azure first, with one of its scenarios:"),
                     "signet sandbox list", Actor::You}},
        },
        {
            .id = finding::argumentUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%what|The command% does not take \"%value|that%\""),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Did you mean %suggestion|something that its help lists%? Every command "
                                  "has options of its own, and nothing was done."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look at what the command takes:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::argumentMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%what|The command% needs %variable|more%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding", "That is %reason|described in its help%. Nothing was done."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Add it as the help says:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::optionValueMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%variable|The option% needs a value: %known|see its help%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Nothing stands behind it, another option, or an empty text. Nothing "
                                       "was done."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Write the value behind it, as the help says:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::optionValueInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "\"%value|The value%\" cannot be given to %variable|the option%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The option takes %known|what the help says%. Nothing was done."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Give it %suggestion|such a value%, or look at the help:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::optionRepeated,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%variable|An option% was given more often than it can be"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It takes one value, and these were given: %value|several%. Which of "
                                       "them is meant cannot be told."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Give it once; the help says which options may be repeated:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::optionsExclusive,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%variable|The options% and %value|another% cannot be given together"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "Each of them says the same thing in another way, or one forbids the other."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Leave one of them away:"),
                     "signet %command|COMMAND% --help", Actor::You}},
        },
        {
            .id = finding::scenarioUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no scenario \"%value|of that name%\""),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The simulated Azure has a fixed list of scenarios. The closest name is "
                                  "%suggestion|in that list%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose one from the list:"), "signet sandbox list",
                     Actor::You}},
        },
        {
            .id = finding::findingUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no finding \"%value|of that name%\""),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The catalogue has a fixed list of ids, as they stand in a report. The "
                                  "closest id is %suggestion|in the catalogue%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Copy the id from the report, or paste the error text instead:"),
                     "signet explain --paste", Actor::You}},
        },
        {
            .id = finding::fileNotReadable,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% cannot be read"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The system says: %reason|reading was refused%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check the path and its permissions:"), "ls -l %path|FILE%",
                     Actor::You}},
        },
        {
            .id = finding::fileNotWritable,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% cannot be written"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The system says: %reason|writing was refused%. What was there before is "
                                  "unchanged."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Check owner, permissions and free space, or name another file:"),
                     "ls -l %path|FILE%", Actor::You}},
        },
        {
            .id = finding::directoryNotWritable,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No file can be made in %path|the directory%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The system says: %reason|writing was refused%. A new version is written "
                "beside the old one and then takes its place, which needs the right to write "
                "in the directory."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check owner and permissions of the directory:"),
                     "ls -ld %path|DIRECTORY%", Actor::You}},
        },
        {
            .id = finding::directoryMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no directory %path|of that name%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "The path does not exist, or is no directory. Nothing was read or changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Correct the path; this shows whether it is there:"),
                     "ls -ld %path|DIRECTORY%", Actor::You}},
        },
        {
            .id = finding::reportNotValid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% is not a report of Signet"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It could not be read as one: %reason|its content is something else%. "
                                       "Expected is the JSON that signet diagnose writes."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Make a new report, or name another file:"),
                     "signet diagnose --output json --out report.json", Actor::You}},
        },
        {
            .id = finding::caFileInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% holds no certificates that can be used"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It could not be read as certificates in PEM form: %reason|no certificate was "
                "found%. Without it, servers that only this authority vouches for are not "
                "trusted."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check that the file begins with \"BEGIN CERTIFICATE\":"),
                     "openssl x509 -noout -subject -in %path|FILE%", Actor::You}},
        },
        {
            .id = finding::reportHoldsSecret,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The report was not saved, because it holds something that looks like a secret"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A last check before saving found it, so %path|the file% was not written. "
                "Reports must be safe to share, so this is a fault of Signet and not of yours."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Report the fault with the command and its version, without the report:"),
                     "signet --version", Actor::You}},
        },
        {
            .id = finding::sandboxNotLoopback,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%url|The address% is not an address of this machine"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The simulated Azure is spoken to over plain http, and therefore only at "
                                  "127.0.0.1, ::1 or localhost. Nothing was sent."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Start it on this machine and use the address that it prints:"),
                     "signet sandbox serve %scenario|SCENARIO%", Actor::You}},
        },
        {
            .id = finding::sandboxNotReachable,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No simulated Azure answers at %url|the address%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The connection failed: %reason|nobody listens there%. It runs only as long "
                "as its own command does."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Start it again and use the address that it prints:"),
                     "signet sandbox serve %scenario|SCENARIO%", Actor::You}},
        },
        {
            .id = finding::addressNotUsable,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The simulated Azure cannot listen at %url|that address%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The system says: %reason|the address is in use or not allowed%. With port 0 "
                "the system chooses a free one."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Choose another address, or let the system choose the port:"),
                     "signet sandbox serve %scenario|SCENARIO% --listen 127.0.0.1:0", Actor::You}},
        },
        {
            .id = finding::tokenNotGiven,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No token came in on standard input"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "With --stdin the token is read from standard input, which was empty. A token "
                "is not taken as an argument, because other users of the machine could see it "
                "there."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Pipe the token into the command:"),
                     "az account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 "
                     "--query accessToken -o tsv | signet token --stdin",
                     Actor::You}},
        },
        {
            .id = finding::displayMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no display for the window"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "signet-gui needs a desktop session, and none is reachable from here. The "
                                  "command signet says and does the same without one."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use the command line:"), "signet diagnose", Actor::You}},
        },
        {
            .id = finding::runStopped,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The run was stopped"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It was stopped on request before it was done. What was found until then is "
                "kept; what was not asked is unknown."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Run the same command again when you are ready; what left a receipt goes "
                         "on with it. From the beginning:"),
                     "signet diagnose", Actor::You}},
        },
        {
            .id = finding::runTimedOut,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The run did not end within %seconds|the given% seconds"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The limit for the whole run passed while it still waited for %what|an "
                                  "answer%. What was not answered is unknown, not wrong."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Give it more time:"), "signet diagnose --timeout 120",
                     Actor::You}},
        },
        {
            .id = finding::providerBlockExists,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "There is an azuredevops provider block already, in %path|the configuration%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It begins at line %line|that the report names%, and a second one without an "
                "alias would not be valid. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Change the block that is there; this prints what it should say:"),
                     "signet terraform block", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::fileChangedMeanwhile,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% changed in the meantime"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "It was changed by somebody else after it was read and before it could be "
                                  "written. Their change was kept and ours was not made."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look at the file, then repeat the command:"),
                     "ls -l %path|FILE%", Actor::You}},
        },
        {
            .id = finding::fileHardLinked,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% is known by %links|several% names"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The names are hard links to one file. A new version would take one name "
                                  "only, and the others would keep the old text. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Find the other names, and make them symbolic links to this one:"),
                     "find / -xdev -samefile %path|FILE%", Actor::You}},
        },
        {
            .id = finding::fileOwnerForeign,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% belongs to %owner|somebody else%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A new version takes the place of the file, and %user|this account% may not "
                "give it to the same owner and group. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Run the command as the owner, or take the file over:"),
                     "sudo chown %user|USER% %path|FILE%", Actor::You}},
        },
        {
            .id = finding::fileAttributesNotKept,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%path|The file% has attributes that a new version would lose"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The attribute or access list %what|of the file% could not be copied: "
                                       "%reason|the system refused it%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look at what is set, and remove it if it is not needed:"),
                     "getfattr -d -m - %path|FILE%", Actor::You}},
        },
        {
            .id = finding::fileNotRegular,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The path% is no regular file"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It is %what|something else%, so no new version can take its place. "
                                       "Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Name a file, or a link that leads to one:"),
                     "ls -ld %path|FILE%", Actor::You}},
        },
        {
            .id = finding::fileNotRestored,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% was changed and could not be put back"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The change was given up after the file had its new text: %reason|a later step "
                "failed%. Putting the old text back failed as well; the backup holds it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look at the file, then copy the backup over it:"),
                     "cp -p %backup|BACKUP% %path|FILE%", Actor::You}},
        },
        {
            .id = finding::editNotPossible,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% cannot be edited safely"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The change would break something or could not be made as a whole: "
                                       "%reason|its form was not understood%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Print the provider block and put it in by hand:"),
                     "signet terraform block --org https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::networkFailed,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The request to %url|the server% failed"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "No answer came: %reason|the connection could not be made%. Whether the "
                                  "server would have agreed is unknown."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check network, proxy and name, and repeat:"),
                     "curl -sS -o /dev/null --max-time 10 %url|URL%", Actor::You}},
            .link = links::allowedHosts,
        },
        {
            .id = finding::confirmationNeeded,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Nothing was written, because nobody could be asked"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The command changes %path|a file or an organization% and wants a yes before. "
                "There is no terminal to ask at, or --no-input forbids asking."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Look at what would change, in the plan or with --dry-run, then repeat the command "
                         "with --yes, as in:"),
                     "signet %command|setup apply plan.json% --yes", Actor::You}},
        },
        {
            .id = finding::revealNeedsTerminal,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The token was not shown, because the output is no terminal"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "With --reveal the token is written to a terminal only. In a pipe or a file "
                "it could be kept by others, such as the log of a pipeline."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Run the command in a terminal, without redirection:"),
                     "signet token --reveal", Actor::You}},
        },
        {
            .id = finding::shellUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "\"%value|The value%\" is no form that variables can be printed in"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Each shell and each pipeline service has its own way to set variables. Known "
                "are %known|bash, fish, powershell, cmd, dotenv and those in the help%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose one of these forms:"),
                     "signet terraform env --shell bash", Actor::You}},
        },
        {
            .id = finding::valueNotRepresentable,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The value of %variable|a variable% cannot be written for %target|this form%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "It would not arrive as it is: %reason|it holds characters that the form "
                                  "cannot carry%. Nothing was printed, so that no wrong value is used."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose another form, or set the variable by hand:"),
                     "signet terraform env --shell bash", Actor::You}},
        },
        {
            .id = finding::fileNameInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The name%\" is no name of a Terraform file"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Terraform reads files that end in .tf, in the directory itself. A path, a "
                                  "hidden file or another ending would not be read."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Name a file of the directory:"),
                     "signet terraform write --dir . --file providers.tf", Actor::You}},
        },
        {
            .id = finding::hostImageInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The description of the simulated machine cannot be used"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is not as it should be: %reason|a part is missing or of the wrong type%. "
                "A scenario with a fault of this kind is a fault of Signet."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose another scenario:"), "signet sandbox list",
                     Actor::You}},
        },
    };
}

} // namespace signet::chapters
