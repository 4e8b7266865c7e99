#pragma once

#include "core/report/documentrow.h"
#include "core/report/plandocument.h"
#include "core/setup/request.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace signet {

// A request to an administrator in words: who, where, why, which rights with what each grants and costs, how
// it is planned, applied and undone. What it changes is known only when it is planned.
struct RequestDocument {
    QString heading; // "Add vm-build to contoso"
    QString why; // title of the finding; empty where there is none
    QList<DocumentRow> subject; // organization, identity, its ids, day of the request
    QList<StepDocument> rights; // as the steps that they can become
    QStringList how; // one line each; commands have a line of their own
};
RequestDocument describe(const SetupRequest &request, const QString &sandbox = {});

// The request as text for e-mail or a ticket, with the block that Signet reads at its end.
QString requestMail(const SetupRequest &request, const QString &sandbox = {});
// The same without the block, for a terminal.
QString requestText(const RequestDocument &document);

// What a receipt means for the request that it answers; the receipt alone where the request is not at hand.
struct AnswerDocument {
    QString sentence;
    QStringList missing;
    QString next; // what to do now
};
AnswerDocument describe(const Receipt &receipt, const std::optional<RequestAnswer> &answer,
                        const QString &sandbox = {});

} // namespace signet
