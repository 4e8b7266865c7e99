#include "ui/widgets/icons.h"

#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QResource>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QByteArray drawing(const QString &name)
{
    static QHash<QString, QByteArray> known;
    const auto found = known.constFind(name);
    if (found != known.constEnd())
        return *found;
    const QResource resource(u":/icons/%1.svg"_s.arg(name));
    if (!resource.isValid())
        qFatal("no icon %s", qPrintable(name));
    return *known.insert(name, resource.uncompressedData());
}

void render(const QString &name, const QColor &colour, QPainter *painter, const QRectF &rect)
{
    QByteArray svg = drawing(name);
    svg.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer(svg).render(painter, rect);
}

class Engine : public QIconEngine {
public:
    Engine(QString name, QColor colour)
        : m_name(std::move(name))
        , m_colour(colour)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        QColor colour = m_colour.isValid() ? m_colour : palette.color(QPalette::Active, QPalette::WindowText);
        if (mode == QIcon::Disabled)
            colour = palette.color(QPalette::Disabled, QPalette::WindowText);
        else if (mode == QIcon::Selected)
            colour = palette.color(QPalette::Active, QPalette::HighlightedText);
        render(m_name, colour, painter, rect);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new Engine(m_name, m_colour); }

private:
    QString m_name;
    QColor m_colour; // invalid: the palette's text
};

} // namespace

QIcon icon(const QString &name)
{
    return QIcon(new Engine(name, QColor()));
}
QIcon icon(const QString &name, const QColor &colour)
{
    return QIcon(new Engine(name, colour));
}

QPixmap iconPixmap(const QString &name, int size, const QColor &colour, double devicePixelRatio)
{
    QPixmap pixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    render(name, colour, &painter, QRectF(0, 0, size, size));
    return pixmap;
}

} // namespace signet
