#include "ui/widgets/relationdrawing.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Place {
    const char *icon;
    const char *name;
    const char *role;
};

constexpr std::array places{
    Place{"machine", QT_TRANSLATE_NOOP("RelationDrawing", "This machine"),
          QT_TRANSLATE_NOOP("RelationDrawing", "asks its identity endpoint for a token")},
    Place{"directory", QT_TRANSLATE_NOOP("RelationDrawing", "Entra ID"),
          QT_TRANSLATE_NOOP("RelationDrawing", "issues a token for that identity")},
    Place{"organization", QT_TRANSLATE_NOOP("RelationDrawing", "Azure DevOps"),
          QT_TRANSLATE_NOOP("RelationDrawing", "accepts the identity if it is a member")},
    Place{"terraform", QT_TRANSLATE_NOOP("RelationDrawing", "Terraform"),
          QT_TRANSLATE_NOOP("RelationDrawing", "works as that member, without a secret")},
};

constexpr int disc = 48;
constexpr int glyph = 24;
constexpr int minimumColumn = 120;

} // namespace

RelationDrawing::RelationDrawing(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    QStringList sentences;
    for (const Place &place : places)
        sentences.append(u"%1 %2."_s.arg(tr(place.name), tr(place.role)));
    setAccessibleName(tr("How it works"));
    setAccessibleDescription(sentences.join(u' '));
}

int RelationDrawing::columnWidth(int width) const
{
    return std::max(width / int(places.size()), minimumColumn);
}

int RelationDrawing::captionHeight(int width) const
{
    int highest = 0;
    const QRect room(0, 0, columnWidth(width) - theme::gap::wide, 1'000);
    for (const Place &place : places) {
        highest = std::max(
            highest,
            fontMetrics().boundingRect(room, Qt::TextWordWrap | Qt::AlignHCenter, tr(place.role)).height());
    }
    return highest;
}

int RelationDrawing::heightForWidth(int width) const
{
    return disc + 2 + theme::gap::tight + QFontMetrics(theme::strongFont(font())).height() + theme::gap::hair
        + captionHeight(width) + 2;
}

QSize RelationDrawing::sizeHint() const
{
    return {720, heightForWidth(720)};
}

QSize RelationDrawing::minimumSizeHint() const
{
    const int width = minimumColumn * int(places.size());
    return {width, heightForWidth(width)};
}

void RelationDrawing::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int column = columnWidth(width());
    const QColor ink = theme::accentInk(palette());
    const double middle = 1 + disc / 2.0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const int left = int(i) * column;
        const double centre = left + column / 2.0;
        painter.setPen(QPen(theme::border(palette()), 1));
        painter.setBrush(palette().color(QPalette::Base));
        painter.drawEllipse(QPointF(centre, middle), disc / 2.0, disc / 2.0);
        painter.drawPixmap(QPointF(centre - glyph / 2.0, middle - glyph / 2.0),
                           iconPixmap(QString::fromLatin1(places[i].icon), glyph, ink, devicePixelRatioF()));
        if (i + 1 < places.size()) {
            const double from = centre + disc / 2.0 + theme::gap::tight;
            const double to = centre + column - disc / 2.0 - theme::gap::tight;
            painter.setPen(QPen(theme::border(palette()), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.setBrush(Qt::NoBrush);
            painter.drawLine(QPointF(from, middle), QPointF(to, middle));
            QPainterPath head(QPointF(to - 6, middle - 5));
            head.lineTo(to, middle);
            head.lineTo(to - 6, middle + 5);
            painter.drawPath(head);
        }
        const int top = disc + 2 + theme::gap::tight;
        painter.setFont(theme::strongFont(font()));
        painter.setPen(palette().color(QPalette::WindowText));
        const int nameHeight = painter.fontMetrics().height();
        painter.drawText(QRect(left, top, column, nameHeight), Qt::AlignHCenter | Qt::AlignVCenter,
                         tr(places[i].name));
        painter.setFont(font());
        painter.setPen(theme::muted(palette()));
        painter.drawText(QRect(left + theme::gap::tight, top + nameHeight + theme::gap::hair,
                               column - theme::gap::wide, captionHeight(width())),
                         Qt::TextWordWrap | Qt::AlignHCenter, tr(places[i].role));
    }
}

} // namespace signet
