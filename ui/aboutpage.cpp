#include "ui/aboutpage.h"

#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/texts.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

AboutPage::AboutPage(QWidget *parent)
    : Page({u"about"_s, tr("About"), Group::Help}, parent)
    , m_keys(new QGridLayout)
{
    auto *content = new QWidget;
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(theme::gap::page, theme::gap::section, theme::gap::page, theme::gap::section);
    layout->setSpacing(theme::gap::normal);

    auto *top = new QVBoxLayout;
    top->setSpacing(theme::gap::hair);
    top->addWidget(titleLabel(tr("About Signet"), this));
    top->addWidget(mutedLabel(tr("Version %1, MIT license").arg(QStringLiteral(SIGNET_VERSION)), this));
    layout->addLayout(top);
    layout->addWidget(
        proseLabel(tr("Signet gives Terraform a managed identity for Azure DevOps, and proves that it "
                      "works. It replaces the personal access token with an identity that has no secret."),
                   this));
    layout->addWidget(
        proseLabel(tr("No token is ever shown, saved or copied. Signet checks every report for secrets "
                      "before saving it, so you can share it."),
                   this));

    layout->addSpacing(theme::gap::tight);
    layout->addWidget(headingLabel(tr("Keyboard"), this));
    m_keys->setHorizontalSpacing(theme::gap::section);
    m_keys->setVerticalSpacing(theme::gap::hair);
    m_keys->setColumnStretch(1, 1);
    layout->addLayout(m_keys);

    layout->addSpacing(theme::gap::tight);
    layout->addWidget(headingLabel(tr("In a terminal"), this));
    auto *commands = new CommandBox(tr("commands"), CommandBox::Wrap::No, this);
    commands->setMaximumWidth(theme::proseWidth(this) + 3 * theme::gap::page);
    commands->setText(u"signet diagnose --org https://dev.azure.com/contoso\n"
                      "signet terraform write --org https://dev.azure.com/contoso --dir .\n"
                      "signet --help"_s);
    layout->addWidget(commands);
    layout->addStretch(1);
}

void AboutPage::listKeys(const QList<WindowCommand> &commands)
{
    for (const WindowCommand &command : commands) {
        if (!command.key.isEmpty())
            addKey(command.key.toString(QKeySequence::NativeText), command.words);
    }
    addKey(tr("Tab, Shift+Tab"), tr("go to the next or the previous control"));
    addKey(tr("Alt and a letter"), tr("use the control with that letter underlined"));
}

void AboutPage::addKey(const QString &key, const QString &meaning)
{
    const int row = m_keys->rowCount();
    m_keys->addWidget(new QLabel(key, this), row, 0);
    auto *what = new QLabel(meaning, this);
    setMuted(what);
    m_keys->addWidget(what, row, 1);
}

} // namespace signet
