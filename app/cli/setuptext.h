#pragma once

#include "core/report/textsink.h"
#include "core/setup/receipt.h"
#include "core/setup/undoreceipt.h"
#include "core/setup/verifyreceipt.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// Plans and receipts on a terminal.
enum class Requests { Hide, Show };
QString planToText(const Plan &plan, const TextStyle &style, Requests requests);
QString receiptToText(const Receipt &receipt, const TextStyle &style);
// What taking back would do, a line for each step.
QString undoToText(const Receipt &receipt, const UndoPlan &undo, const TextStyle &style);
QString verificationToText(const Receipt &receipt, const Verification &seen, const TextStyle &style);
QJsonObject verificationToJson(const Receipt &receipt, const Verification &seen);

// "one step", "3 steps"
QString stepCount(qsizetype count);

} // namespace signet
