#include "ui/token/claimlist.h"

#include "core/result/identifiers.h"
#include "ui/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/texts.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

ClaimList::ClaimList(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(theme::gap::wide);
}

void ClaimList::setGroups(const QList<TokenDocument::Group> &groups)
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    for (const TokenDocument::Group &group : groups)
        m_layout->addWidget(groupBox(group));
}

QWidget *ClaimList::groupBox(const TokenDocument::Group &group)
{
    auto *box = new QWidget(this);
    box->setAccessibleName(group.title);
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::gap::wide);
    grid->setVerticalSpacing(theme::gap::hair);
    grid->setColumnStretch(0, 5);
    grid->setColumnStretch(2, 4);
    // The groups are in line with each other whether something can be copied or not.
    grid->setColumnMinimumWidth(3, CopyButton(QString()).sizeHint().width());
    grid->setColumnMinimumWidth(1, fontMetrics().averageCharWidth() * 14);
    grid->addWidget(headingLabel(group.title, box), 0, 0, 1, 4);
    int row = 1;
    for (const ClaimLine &line : group.lines) {
        const QFont code = theme::codeFont(font());
        auto *claim = new QLabel(line.claim, box);
        claim->setTextFormat(Qt::PlainText);
        claim->setFont(code);
        setMuted(claim);
        auto *value = new ElidedLabel(line.value, Qt::ElideMiddle, box);
        value->setFont(code);
        grid->addWidget(proseLabel(line.sentence, box), row, 0, Qt::AlignTop);
        grid->addWidget(claim, row, 1, Qt::AlignTop);
        grid->addWidget(value, row, 2, Qt::AlignTop);
        // Only what is whole is worth copying.
        if (isGuid(line.value)
            || (line.value.startsWith("/subscriptions/"_L1) && !line.value.endsWith(u'…'))) {
            auto *copy = new CopyButton(tr("Copy %1").arg(line.claim), box);
            copy->setContent(line.value);
            copy->setFixedSize(copy->sizeHint());
            grid->addWidget(copy, row, 3, Qt::AlignTop);
        }
        ++row;
    }
    return box;
}

} // namespace signet
