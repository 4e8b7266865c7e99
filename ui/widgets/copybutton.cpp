#include "ui/widgets/copybutton.h"

#include "ui/widgets/icons.h"

#include <QClipboard>
#include <QGuiApplication>

#include <chrono>

using namespace Qt::StringLiterals;

namespace signet {

CopyButton::CopyButton(const QString &name, QWidget *parent)
    : CopyButton(name, QString(), parent)
{
}

CopyButton::CopyButton(const QString &name, const QString &caption, QWidget *parent)
    : QToolButton(parent)
    , m_name(name)
    , m_caption(caption)
{
    setAutoRaise(caption.isEmpty());
    setIconSize(QSize(16, 16));
    setFocusPolicy(Qt::StrongFocus);
    if (!caption.isEmpty()) {
        setText(caption);
        setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    m_rest.setSingleShot(true);
    m_rest.setInterval(std::chrono::milliseconds(1'500));
    connect(&m_rest, &QTimer::timeout, this, &CopyButton::rest);
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
    rest();
}

void CopyButton::setName(const QString &name)
{
    m_name = name;
    if (!m_rest.isActive())
        rest();
}

void CopyButton::setContent(const QString &content)
{
    m_content = content;
    setEnabled(!content.isEmpty());
}

void CopyButton::copy()
{
    QGuiApplication::clipboard()->setText(m_content);
    setIcon(signet::icon(u"done"_s));
    setToolTip(tr("Copied"));
    setAccessibleName(tr("Copied"));
    m_rest.start();
}

void CopyButton::rest()
{
    setIcon(signet::icon(u"copy"_s));
    setToolTip(m_name);
    setAccessibleName(m_name);
}

} // namespace signet
