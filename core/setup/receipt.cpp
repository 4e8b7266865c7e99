#include "core/setup/receipt.h"

#include "core/setup/digestdocument.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using State = ReceiptStep::State;

constexpr DocumentKind receiptDocument{
    "signet-setup-receipt"_L1, 1, QT_TRANSLATE_NOOP("Reason", "the receipt of a setup plan"), "apply"_L1};

constexpr std::array stateWords{
    std::pair{State::NotReached, "not-reached"_L1},
    std::pair{State::Begun, "begun"_L1},
    std::pair{State::Done, "done"_L1},
    std::pair{State::WasThere, "was-there"_L1},
    std::pair{State::Failed, "failed"_L1},
    std::pair{State::UndoBegun, "undo-begun"_L1},
    std::pair{State::Undone, "undone"_L1},
    std::pair{State::Kept, "kept"_L1},
    std::pair{State::Gone, "gone"_L1},
};

std::optional<State> stateOf(const QString &word)
{
    for (const auto &[state, text] : stateWords) {
        if (text == word)
            return state;
    }
    return std::nullopt;
}

QString timeText(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate);
}

} // namespace

QLatin1StringView toString(ReceiptStep::State state)
{
    for (const auto &[known, text] : stateWords) {
        if (known == state)
            return text;
    }
    Q_UNREACHABLE();
}

Receipt Receipt::of(const Plan &plan, const QString &appliedBy)
{
    return {plan, appliedBy, plan.member, QList<ReceiptStep>(plan.steps.size())};
}

bool Receipt::isComplete() const
{
    return std::all_of(steps.begin(), steps.end(), [](const ReceiptStep &step) {
        return step.state == State::Done || step.state == State::WasThere;
    });
}

bool Receipt::hasAnythingToUndo() const
{
    return std::any_of(steps.begin(), steps.end(), [](const ReceiptStep &step) {
        return step.state == State::Done || step.state == State::Begun || step.state == State::UndoBegun;
    });
}

QByteArray Receipt::toJson() const
{
    QJsonArray list;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const ReceiptStep &step = steps[i];
        QJsonObject json{{u"id"_s, plan.steps[i].id()}, {u"state"_s, toString(step.state)}};
        if (step.at > 0)
            json.insert(u"at"_s, timeText(step.at));
        if (!step.activityId.isEmpty())
            json.insert(u"activityId"_s, step.activityId);
        if (step.problem) {
            json.insert(u"finding"_s, step.problem->findingId.toString());
            json.insert(u"evidence"_s, step.problem->evidence);
        }
        list.append(json);
    }
    return documentToJson(
        receiptDocument,
        {{u"plan"_s, plan.content()},
         {u"appliedBy"_s, appliedBy},
         {u"member"_s,
          QJsonObject{{u"storageKey"_s, member.storageKey}, {u"descriptor"_s, member.descriptor}}},
         {u"steps"_s, list}});
}

Result<Receipt> Receipt::fromJson(const QByteArray &text)
{
    const auto content = documentFromJson(receiptDocument, text);
    if (!content)
        return content.problem();
    const Problem altered = documentAltered(receiptDocument);
    auto plan = Plan::fromContent((*content)["plan"_L1].toObject(), Plan::Requests::AreHistory);
    const QJsonArray list = (*content)["steps"_L1].toArray();
    if (!plan || list.size() != plan->steps.size())
        return altered;

    Receipt receipt = of(*plan, (*content)["appliedBy"_L1].toString());
    const QJsonObject member = (*content)["member"_L1].toObject();
    receipt.member = {member["storageKey"_L1].toString(), member["descriptor"_L1].toString()};
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QJsonObject json = list[i].toObject();
        const auto state = stateOf(json["state"_L1].toString());
        if (!state || json["id"_L1].toString() != plan->steps[i].id())
            return altered;
        ReceiptStep &step = receipt.steps[i];
        step.state = *state;
        if (json.contains("at"_L1))
            step.at = QDateTime::fromString(json["at"_L1].toString(), Qt::ISODate).toSecsSinceEpoch();
        step.activityId = json["activityId"_L1].toString();
        if (json.contains("finding"_L1))
            step.problem =
                Problem(FindingId::fromText(json["finding"_L1].toString()), json["evidence"_L1].toObject());
    }
    return receipt;
}

} // namespace signet
