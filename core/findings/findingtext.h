#pragma once

#include "core/findings/finding.h"
#include "core/result/problem.h"
#include "core/result/shellword.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace signet {

// A finding in the language of the person, with the evidence filled in.
struct FindingText {
    struct Step {
        QString text;
        QString command; // for the shell that was asked for; empty when there is none
        Actor who = Actor::You;
        StepAction action = StepAction::None;

        // The text where the command is not shown: it ends with a period instead of a colon.
        QString sentence() const;
    };

    QString title;
    QString cause;
    QList<Step> fix;
    QString link; // empty when there is none
    // What a window can do about it, the most useful first: those of the entry that the evidence allows.
    QList<FindingAction> actions = {};
};

// What happened, why, and what to do. The one way from a problem to words: every command, window, report and
// plan that explains a problem gets its words here. Of a problem that only a newer version knows there is
// the id and that it is not known. In a sandbox (the value of --sandbox) the commands get the option, see
// sandboxcommand.h.
//
// Values of the evidence are shown in at most 200 characters, and characters that cannot be seen as
// \uXXXX. In a command they are quoted for the shell where needed; a value that no name of Azure can
// be (cut, with control characters, or beginning with - or @, which programs take for an option or
// a file to read; for PowerShell also with signs that a batch file such as az would take for its own) is
// replaced there by the default of the placeholder. An array is several words there.
// Evidence {"as": "administrator"} chooses the words for one, where the finding has such. Evidence "hostKind"
// chooses the steps for that kind of host.
FindingText describe(const Problem &problem, const QString &sandbox = {},
                     CommandShell shell = commandShell());

// The words of an entry, for who lists the catalogue.
FindingText describe(const Finding &finding, const QJsonObject &evidence,
                     CommandShell shell = commandShell());

} // namespace signet
