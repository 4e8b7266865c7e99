#include "core/setup/recordedreceipt.h"

#include "core/result/reason.h"

using namespace Qt::StringLiterals;

namespace signet {

RecordedReceipt::RecordedReceipt(Receipt *receipt, const SetupObserver &observer, const Host &host)
    : m_receipt(receipt)
    , m_observer(observer)
    , m_host(host)
{
}

Result<Done> RecordedReceipt::record(qsizetype step, ReceiptStep::State state)
{
    ReceiptStep &recorded = m_receipt->steps[step];
    const ReceiptStep before = recorded;
    recorded.state = state;
    recorded.at = m_host.now().time_since_epoch().count();
    const auto written = m_observer.record(*m_receipt);
    if (written)
        return written;
    using State = ReceiptStep::State;
    if (state == State::Begun || state == State::UndoBegun) {
        recorded = before; // nothing was sent
        return written;
    }
    QJsonObject evidence = written.problem().evidence;
    if (written.problem().findingId == finding::fileChangedMeanwhile)
        evidence.insert(u"reason"_s,
                        reasonText(QT_TRANSLATE_NOOP("Reason", "it was changed in the meantime")));
    return Problem(finding::receiptNotKept, evidence);
}

} // namespace signet
