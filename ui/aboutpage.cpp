#include "ui/aboutpage.h"

#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/texts.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

AboutPage::AboutPage(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap::page, theme::gap::section, theme::gap::page, theme::gap::section);
    layout->setSpacing(theme::gap::normal);

    auto *top = new QVBoxLayout;
    top->setSpacing(theme::gap::hair);
    top->addWidget(titleLabel(tr("About Signet"), this));
    top->addWidget(mutedLabel(tr("Version %1, MIT licence").arg(QStringLiteral(SIGNET_VERSION)), this));
    layout->addLayout(top);
    layout->addWidget(
        proseLabel(tr("Signet gives Terraform a managed identity for Azure DevOps, and proves that it "
                      "works. It replaces the personal access token by an identity with no secret."),
                   this));
    layout->addWidget(
        proseLabel(tr("No token is ever shown, saved or copied. Reports are searched for secrets before "
                      "they are saved, so they can be shared."),
                   this));

    layout->addSpacing(theme::gap::tight);
    layout->addWidget(headingLabel(tr("Keys"), this));
    auto *keys = new QGridLayout;
    keys->setHorizontalSpacing(theme::gap::section);
    keys->setVerticalSpacing(theme::gap::hair);
    keys->setColumnStretch(1, 1);
    const std::array<std::pair<QString, QString>, 5> rows{{
        {tr("Ctrl+1, Ctrl+2, Ctrl+3"), tr("Start, Set up, Diagnose")},
        {tr("F5"), tr("run the checks")},
        {tr("F1"), tr("this page")},
        {tr("Tab, Shift+Tab"), tr("from one control to the next")},
        {tr("Alt and a letter"), tr("the control whose letter is underlined")},
    }};
    int row = 0;
    for (const auto &[key, action] : rows) {
        keys->addWidget(new QLabel(key, this), row, 0);
        auto *what = new QLabel(action, this);
        setMuted(what);
        keys->addWidget(what, row, 1);
        ++row;
    }
    layout->addLayout(keys);

    layout->addSpacing(theme::gap::tight);
    layout->addWidget(headingLabel(tr("The same in a terminal"), this));
    auto *commands = new CommandBox(tr("commands"), CommandBox::Wrap::No, this);
    commands->setMaximumWidth(theme::proseWidth(this) + 3 * theme::gap::page);
    commands->setText(u"signet diagnose --org https://dev.azure.com/contoso\n"
                      "signet terraform write --org https://dev.azure.com/contoso --dir .\n"
                      "signet --help"_s);
    layout->addWidget(commands);
    layout->addStretch(1);
}

} // namespace signet
