#include "ui/terraform/placelink.h"

#include "ui/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/texts.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace signet {

void openInEditor(const QString &path)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(path));
}

QWidget *placeLink(const QString &words, const QString &path, QWidget *parent)
{
    if (path.isEmpty()) {
        auto *label = new ElidedLabel(words, Qt::ElideMiddle, parent);
        setMuted(label);
        return label;
    }
    auto *link = new LinkButton(icon(u"open"_s, theme::accentInk(parent->palette())), words, parent);
    link->setElideMode(Qt::ElideMiddle);
    QPalette palette = link->palette();
    palette.setColor(QPalette::ButtonText, theme::accentInk(palette));
    link->setPalette(palette);
    link->setToolTip(path);
    link->setAccessibleName(QCoreApplication::translate("PlaceLink", "Open in the editor: %1").arg(words));
    QObject::connect(link, &QPushButton::clicked, link, [path] { openInEditor(path); });
    return link;
}

} // namespace signet
