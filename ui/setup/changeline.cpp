#include "ui/setup/changeline.h"

#include "core/setup/planwords.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/foldsection.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

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

Sign signOf(ReceiptStep::State state)
{
    using State = ReceiptStep::State;
    switch (state) {
    case State::NotReached:
        return {u"waiting"_s, theme::Tone::Quiet, ChangeLine::tr("not reached")};
    case State::Begun:
        return {u"unknown"_s, theme::Tone::Warning, ChangeLine::tr("sent, and no answer came")};
    case State::Done:
        return {u"passed"_s, theme::Tone::Ok, ChangeLine::tr("done")};
    case State::WasThere:
        return {u"passed"_s, theme::Tone::Ok, ChangeLine::tr("somebody else did it")};
    case State::Failed:
        return {u"failed"_s, theme::Tone::Blocker, ChangeLine::tr("refused")};
    case State::UndoBegun:
        return {u"unknown"_s, theme::Tone::Warning,
                ChangeLine::tr("taking back was sent, and no answer came")};
    case State::Undone:
        return {u"skipped"_s, theme::Tone::Quiet, ChangeLine::tr("taken back")};
    case State::Kept:
        return {u"warning"_s, theme::Tone::Warning, ChangeLine::tr("left: somebody changed it since")};
    }
    Q_UNREACHABLE();
}

QString requestText(const Request &request)
{
    QString text = QString::fromLatin1(request.method) + u' ' + request.url.toString(QUrl::PrettyDecoded);
    if (!request.body.isEmpty()) {
        const QJsonDocument body = QJsonDocument::fromJson(request.body);
        text += u'\n'
            + (body.isNull() ? QString::fromUtf8(request.body)
                             : QString::fromUtf8(body.toJson(QJsonDocument::Indented)).trimmed());
    }
    return text;
}

QWidget *detailsOf(const Plan &plan, const PlanStep &step)
{
    auto *details = new QWidget;
    auto *grid = new QGridLayout(details);
    grid->setContentsMargins(theme::gap::section, 0, 0, theme::gap::tight);
    grid->setHorizontalSpacing(theme::gap::wide);
    grid->setVerticalSpacing(theme::gap::hair);
    grid->setColumnStretch(1, 1);
    // The same for all lines, so that their texts stand in one column.
    const QString widest = ChangeLine::tr("Kept by undo");
    grid->setColumnMinimumWidth(0, details->fontMetrics().horizontalAdvance(widest));
    int row = 0;
    const auto add = [&](const QString &label, const QString &text) {
        if (text.isEmpty())
            return;
        auto *name = new QLabel(label, details);
        setMuted(name);
        name->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
        grid->addWidget(name, row, 0, Qt::AlignTop);
        grid->addWidget(proseLabel(text, details), row++, 1);
    };
    add(ChangeLine::tr("Grants"), grantsOf(step));
    // For what is there nothing is sent.
    if (plan.present.contains(step))
        return details;
    add(ChangeLine::tr("Costs"), costOf(plan, step));
    add(ChangeLine::tr("Needs"), permittedTo(step));
    add(ChangeLine::tr("Token scope"), accessTokenScopeOf(plan, step));
    add(widest, keptAfterUndo(step));
    auto *request = new CommandBox(ChangeLine::tr("request"), CommandBox::Wrap::Yes, details);
    request->setMaximumLines(20);
    request->setText(requestText(requestOf(plan, step, plan.member, {})));
    auto *name = new QLabel(ChangeLine::tr("Sends"), details);
    setMuted(name);
    grid->addWidget(name, row, 0, Qt::AlignTop);
    grid->addWidget(request, row, 1);
    return details;
}

} // namespace

ChangeLine::ChangeLine(const Plan &plan, const PlanStep &step, Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_isChange(!step.formerAccessLevel.isEmpty() || !step.formerRole.isEmpty())
    , m_line(lineOf(plan, step))
    , m_sign(new SignLabel(16, this))
    , m_section(new FoldSection({}, detailsOf(plan, step), this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::gap::tight, theme::gap::hair, theme::gap::tight, theme::gap::hair);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(m_section, 1);
    // In line with the title, whatever is unfolded below it.
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->addSpacing((m_section->button()->sizeHint().height() - m_sign->height()) / 2);
    column->addWidget(m_sign);
    column->addStretch(1);
    layout->addLayout(column);
    showState();
}

void ChangeLine::setOutcome(const std::optional<ReceiptStep> &outcome)
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
    const bool present = m_kind == Kind::Present;
    const QString mark = present ? u"="_s : m_isChange ? u"~"_s : u"+"_s;
    std::optional<Sign> sign;
    if (m_underWay)
        sign = Sign{u"asking"_s, theme::Tone::Info, tr("under way")};
    else if (m_outcome && m_outcome->state != ReceiptStep::State::NotReached)
        sign = signOf(m_outcome->state);
    const QString state = present ? tr("is there already") : sign ? sign->word : QString();
    m_section->setTitle(mark + u"  "_s + m_line + (state.isEmpty() ? QString() : u"   "_s + state));
    m_sign->setVisible(sign.has_value());
    if (sign)
        m_sign->setSign(sign->icon, sign->tone, sign->word);
    update();
}

void ChangeLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::hairline(palette()), 1));
    painter.setBrush(m_kind == Kind::Step ? QBrush(theme::code(palette()).added) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::cornerRadius,
                            theme::cornerRadius);
}

} // namespace signet
