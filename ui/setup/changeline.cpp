#include "ui/setup/changeline.h"

#include "ui/widgets/commandbox.h"
#include "ui/widgets/foldsection.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include "core/result/outgoing.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

Badge badgeOf(ReceiptStep::State state)
{
    using State = ReceiptStep::State;
    const QString words = stateWords(state);
    switch (state) {
    case State::NotReached:
        return {u"waiting"_s, theme::Tone::Quiet, words};
    case State::Begun:
    case State::UndoBegun:
        return {u"unknown"_s, theme::Tone::Warning, words};
    case State::Done:
    case State::WasThere:
        return {u"passed"_s, theme::Tone::Ok, words};
    case State::Failed:
        return {u"failed"_s, theme::Tone::Blocker, words};
    case State::Undone:
    case State::Gone:
        return {u"skipped"_s, theme::Tone::Quiet, words};
    case State::Kept:
        return {u"warning"_s, theme::Tone::Warning, words};
    }
    Q_UNREACHABLE();
}

QString requestText(const StepDocument &step)
{
    const QJsonDocument body = QJsonDocument::fromJson(step.requestBody);
    const QByteArray text = body.isNull() ? step.requestBody : body.toJson(QJsonDocument::Indented);
    return QString::fromUtf8(outgoingText(step.request + u'\n' + QString::fromUtf8(text))).trimmed();
}

QWidget *detailsOf(const StepDocument &step)
{
    auto *details = new QWidget;
    auto *grid = new QGridLayout(details);
    grid->setContentsMargins(theme::gap::section, 0, 0, theme::gap::tight);
    grid->setHorizontalSpacing(theme::gap::wide);
    grid->setVerticalSpacing(theme::gap::hair);
    grid->setColumnStretch(1, 1);
    // The same for all lines, so that their texts are in one column.
    grid->setColumnMinimumWidth(0, details->fontMetrics().averageCharWidth() * 14);
    int row = 0;
    const auto addLabel = [&](const QString &label) {
        auto *name = new QLabel(label, details);
        setMuted(name);
        name->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
        grid->addWidget(name, row, 0, Qt::AlignTop);
    };
    for (const StepDocument::Detail &detail : step.details) {
        addLabel(detail.label);
        grid->addWidget(proseLabel(detail.text, details), row++, 1);
    }
    if (step.request.isEmpty())
        return details;
    auto *request = new CommandBox(ChangeLine::tr("request"), CommandBox::Wrap::Yes, details);
    request->setMaximumLines(20);
    request->setText(requestText(step));
    addLabel(step.requestLabel);
    grid->addWidget(request, row, 1);
    return details;
}

} // namespace

ChangeLine::ChangeLine(const StepDocument &step, QWidget *parent)
    : QWidget(parent)
    , m_step(step)
    , m_badge(new StatusBadge(16, this))
    , m_section(new FoldSection({}, detailsOf(step), this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::gap::tight, theme::gap::hair, theme::gap::tight, theme::gap::hair);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(m_section, 1);
    // In line with the title, whatever is unfolded below it.
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->addSpacing((m_section->button()->sizeHint().height() - m_badge->height()) / 2);
    column->addWidget(m_badge);
    column->addStretch(1);
    layout->addLayout(column);
    showState();
}

void ChangeLine::setOutcome(const std::optional<ReceiptStep::State> &outcome)
{
    if (m_outcome == outcome)
        return;
    m_outcome = outcome;
    showState();
}

void ChangeLine::setUnderWay(bool underWay)
{
    if (m_underWay == underWay)
        return;
    m_underWay = underWay;
    showState();
}

QWidget *ChangeLine::button() const
{
    return m_section->button();
}

void ChangeLine::showState()
{
    using Change = StepDocument::Change;
    const bool present = m_step.change == Change::Present;
    const QString mark = present ? u"="_s : m_step.change == Change::Altered ? u"~"_s : u"+"_s;
    std::optional<Badge> badge;
    if (m_underWay)
        badge = Badge{u"asking"_s, theme::Tone::Info, tr("in progress")};
    else if (m_outcome && *m_outcome != ReceiptStep::State::NotReached)
        badge = badgeOf(*m_outcome);
    const QString state = present ? m_step.presentWords : badge ? badge->word : QString();
    m_section->setTitle(mark + u"  "_s + m_step.line + (state.isEmpty() ? QString() : u"   "_s + state));
    m_badge->setVisible(badge.has_value());
    if (badge)
        m_badge->setBadge(badge->icon, badge->tone, badge->word);
    update();
}

void ChangeLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::hairline(palette()), 1));
    painter.setBrush(m_step.change == StepDocument::Change::Present ? QBrush(Qt::NoBrush)
                                                                    : QBrush(theme::code(palette()).added));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::cornerRadius,
                            theme::cornerRadius);
}

} // namespace signet
