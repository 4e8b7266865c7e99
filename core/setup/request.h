#pragma once

#include "core/result/findingid.h"
#include "core/setup/draft.h"
#include "core/setup/receipt.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// What somebody who is not an administrator asks one for: the draft of a plan, why, and since when. It holds
// no secret. A plan is made from it by the administrator, from a look at the organization of that moment, so
// nothing in it is applied as it is written.
//
//   {"kind":"signet-setup-request","schemaVersion":1,"tool":{...},"digest":"sha256:...",
//    "createdAt":"2026-11-30T14:13:20Z","reason":finding id|"","organization":"contoso",
//    "principal":{"objectId","clientId","tenantId","resourceId","kind","name"},
//    "accessLevel":"express","groups":[...],"projects":["Fabrikam-Fiber=Readers"]}
struct SetupRequest {
    qint64 createdAt = 0; // epoch seconds
    FindingId reason = {}; // what kept Terraform from working; empty where it was not diagnosed
    Draft draft;

    QByteArray toJson() const;
    // The same as lines of letters and digits between two marks, for e-mail and tickets: blanks, line breaks
    // and marks of quotation can come into it, and the rest of the text does not matter.
    QByteArray toMailBlock() const;
    // Reads either. Fails as documentFromJson(), and with document-not-valid for a name, an id or a right
    // that cannot be.
    static Result<SetupRequest> fromText(const QByteArray &text);
};

// Whether the request may still be planned: fails with request-outdated {days}, because the identity and
// the reason can have changed.
Result<Done> checkAge(const SetupRequest &request, qint64 now);

// How a receipt answers a request.
struct RequestAnswer {
    QStringList missing; // rights that were asked for and are not in place, as ProjectWish writes them
    bool isComplete = false; // everything that was planned is done, and nothing is missing
};
// Fails with answer-of-another-request {organization, objectId} where the receipt is for another identity or
// another organization.
Result<RequestAnswer> answerOf(const SetupRequest &request, const Receipt &receipt);

} // namespace signet
