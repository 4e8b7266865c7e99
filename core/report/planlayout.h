#pragma once

#include "core/report/plandocument.h"
#include "core/report/textsink.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// Plans and receipts on a terminal, with a line end behind each line. A plan and a receipt as JSON are their
// files (core/setup).
enum class Requests { Hide, Show };
QString planToText(const PlanDocument &document, const TextStyle &style, Requests requests);
QString receiptToText(const ReceiptDocument &document, const TextStyle &style);
QString undoToText(const UndoDocument &document, const TextStyle &style);
QString verificationToText(const VerificationDocument &document, const TextStyle &style);

// {"holds":bool,"steps":[{"id","state":"as-made|missing|changed|not-made"}],"finding":id|null,
//  "entitlement":{...}|null}
QJsonObject verificationToJson(const Receipt &receipt, const Verification &seen);

} // namespace signet
