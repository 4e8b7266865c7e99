#include "ui/setup/rightsstep.h"

#include "ui/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/namefield.h"
#include "ui/widgets/texts.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

RightsStep::RightsStep(SetupSession *session, QWidget *parent)
    : StepPanel(session, SetupStep::Rights, parent)
    , m_why(proseLabel({}, this))
    , m_least(new QPushButton(tr("Use the minimum"), this))
    , m_level(new QComboBox(this))
    , m_levelMeans(mutedLabel({}, this))
    , m_given(new QWidget(this))
    , m_lines(new QGridLayout(m_given))
    , m_message(new Message(this))
{
    m_least->setAutoDefault(false);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setHorizontalSpacing(theme::gap::normal);
    m_lines->setVerticalSpacing(theme::gap::hair);
    m_lines->setColumnStretch(1, 1);

    auto *parts = new QWidget(this);
    auto *column = new QVBoxLayout(parts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap::normal);
    column->addWidget(makeLevel());
    column->addSpacing(theme::gap::tight);
    column->addWidget(strongLabel(tr("Projects and groups"), parts));
    column->addWidget(m_given);
    column->addWidget(makeProjects());
    column->addWidget(makeGroups());
    column->addWidget(m_message);
    parts->setMaximumWidth(theme::proseWidth(this) + theme::gap::page);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("What is the identity allowed to do?"), this));
    layout->addWidget(m_why);
    layout->addWidget(m_least, 0, Qt::AlignLeft);
    layout->addWidget(parts);
    layout->addStretch(1);

    connect(m_least, &QPushButton::clicked, this,
            [this] { this->session()->setRights(this->session()->leastRights()); });
}

QWidget *RightsStep::makeLevel()
{
    auto *part = new QWidget(this);
    m_level->setAccessibleName(tr("Access level"));
    for (const char *type : {"express", "stakeholder", "advanced"}) {
        const AccessLevel level = AccessLevel::ofService(QString::fromLatin1(type));
        m_level->addItem(level.displayName(), level.toString());
    }
    auto *label = new QLabel(tr("A&ccess level"), part);
    label->setBuddy(m_level);
    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::tight);
    line->addWidget(label);
    line->addWidget(m_level);
    line->addStretch(1);
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::hair);
    layout->addLayout(line);
    layout->addWidget(m_levelMeans);
    connect(m_level, &QComboBox::activated, this, [this](int index) {
        SetupSession::Rights rights = session()->rights();
        rights.accessLevel = AccessLevel::ofService(m_level->itemData(index).toString());
        session()->setRights(rights);
    });
    return part;
}

QWidget *RightsStep::makeProjects()
{
    auto *part = new QWidget(this);
    m_project = new NameField(session()->projectPicker(), tr("Projects"), part);
    m_project->setAccessibleName(tr("Project to add"));
    m_project->lineEdit()->setPlaceholderText(tr("name of a project"));
    m_project->lineEdit()->setAccessibleName(tr("Project to add"));
    m_role = new QComboBox(part);
    m_role->setEditable(true);
    m_role->setInsertPolicy(QComboBox::NoInsert);
    m_role->addItems({u"Readers"_s, u"Contributors"_s, u"Build Administrators"_s, u"Project Administrators"_s,
                      u"service-connections:User"_s, u"library:Creator"_s, u"environments:Creator"_s,
                      u"agent-queues:User"_s});
    m_role->setAccessibleName(tr("Group or role in the project"));
    m_role->lineEdit()->setAccessibleName(tr("Group or role in the project"));
    m_role->setAccessibleDescription(
        tr("A group in the project, or a role on one of its resources, such as library:Creator"));
    m_addProject = new QPushButton(tr("&Add the project"), part);
    m_addProject->setAutoDefault(false);
    auto *label = new QLabel(tr("Pro&ject"), part);
    label->setBuddy(m_project);
    auto *layout = new QHBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(label);
    layout->addWidget(m_project, 2);
    layout->addWidget(m_role, 1);
    layout->addWidget(m_addProject);
    connect(m_addProject, &QPushButton::clicked, this, &RightsStep::addProject);
    connect(m_project->lineEdit(), &QLineEdit::returnPressed, this, &RightsStep::addProject);
    connect(m_project, &QComboBox::editTextChanged, this, [this](const QString &text) {
        m_message->clear();
        m_addProject->setEnabled(!text.trimmed().isEmpty());
    });
    return part;
}

QWidget *RightsStep::makeGroups()
{
    auto *part = new QWidget(this);
    m_group = new NameField(session()->groupPicker(), tr("Groups of the organization"), part);
    m_group->setAccessibleName(tr("Group of the organization to add"));
    m_group->lineEdit()->setPlaceholderText(tr("name of a group of the organization"));
    m_group->lineEdit()->setAccessibleName(tr("Group of the organization to add"));
    m_addGroup = new QPushButton(tr("A&dd the group"), part);
    m_addGroup->setAutoDefault(false);
    m_addGroup->setEnabled(false);
    auto *label = new QLabel(tr("&Group"), part);
    label->setBuddy(m_group);
    auto *layout = new QHBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(label);
    layout->addWidget(m_group, 1);
    layout->addWidget(m_addGroup);
    connect(m_addGroup, &QPushButton::clicked, this, &RightsStep::addGroup);
    connect(m_group->lineEdit(), &QLineEdit::returnPressed, this, &RightsStep::addGroup);
    connect(m_group, &QComboBox::editTextChanged, this,
            [this](const QString &text) { m_addGroup->setEnabled(!text.trimmed().isEmpty()); });
    return part;
}

bool RightsStep::addProject()
{
    const QString project = m_project->currentText().trimmed();
    if (project.isEmpty())
        return true;
    const auto wish = ProjectWish::parse(project + u'=' + m_role->currentText().trimmed());
    if (!wish) {
        m_message->show(wish.problem(), session()->sandbox());
        return false;
    }
    SetupSession::Rights rights = session()->rights();
    if (!rights.projects.contains(*wish))
        rights.projects.append(*wish);
    m_project->clearEditText();
    session()->setRights(rights);
    return true;
}

void RightsStep::act()
{
    // What was typed and not added yet is meant, too.
    if (!addProject())
        return;
    addGroup();
    StepPanel::act();
}

void RightsStep::addGroup()
{
    const QString group = m_group->currentText().trimmed();
    if (group.isEmpty())
        return;
    SetupSession::Rights rights = session()->rights();
    if (!rights.groups.contains(group, Qt::CaseInsensitive))
        rights.groups.append(group);
    m_group->clearEditText();
    session()->setRights(rights);
}

QPushButton *RightsStep::makeRemove(const QString &what)
{
    auto *remove = new QPushButton(tr("Remove"), m_given);
    remove->setAutoDefault(false);
    remove->setAccessibleName(tr("Remove %1").arg(what));
    return remove;
}

void RightsStep::showGiven(const SetupSession::Rights &rights)
{
    QStringList shown = rights.groups;
    for (const ProjectWish &wish : rights.projects)
        shown.append(textOf(wish));
    if (shown == m_shown && m_lines->count() > 0)
        return;
    m_shown = shown;
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        // The button that was clicked is among them.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    int row = 0;
    for (const ProjectWish &wish : rights.projects) {
        const QString role = wish.roleScope.isEmpty() ? wish.group : wish.roleScope + u": "_s + wish.role;
        auto *name = new ElidedLabel(wish.project, Qt::ElideRight, m_given);
        auto *what = new ElidedLabel(role, Qt::ElideRight, m_given);
        QPushButton *remove = makeRemove(tr("%1 in %2").arg(role, wish.project));
        connect(remove, &QPushButton::clicked, this, [this, wish] {
            SetupSession::Rights without = session()->rights();
            without.projects.removeOne(wish);
            session()->setRights(without);
        });
        m_lines->addWidget(name, row, 0);
        m_lines->addWidget(what, row, 1);
        m_lines->addWidget(remove, row++, 2);
    }
    for (const QString &group : rights.groups) {
        auto *name = new ElidedLabel(tr("organization"), Qt::ElideRight, m_given);
        setMuted(name);
        auto *what = new ElidedLabel(group, Qt::ElideRight, m_given);
        QPushButton *remove = makeRemove(group);
        connect(remove, &QPushButton::clicked, this, [this, group] {
            SetupSession::Rights without = session()->rights();
            without.groups.removeOne(group);
            session()->setRights(without);
        });
        m_lines->addWidget(name, row, 0);
        m_lines->addWidget(what, row, 1);
        m_lines->addWidget(remove, row++, 2);
    }
    // Tab comes to a new button last of all unless told otherwise.
    QWidget *before = m_level;
    const auto buttons = m_given->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->isHidden())
            continue;
        setTabOrder(before, button);
        before = button;
    }
    if (row == 0)
        m_lines->addWidget(mutedLabel(tr("None yet. The identity would see no project."), m_given), 0, 0, 1,
                           3);
}

void RightsStep::refresh(const Report &, const ReportDocument &)
{
    const SetupSession::Rights rights = session()->rights();
    m_why->setText(session()->whyRights());
    m_least->setVisible(!session()->areLeast());
    const int level = m_level->findData(rights.accessLevel.toString());
    if (level < 0)
        m_level->addItem(rights.accessLevel.displayName(), rights.accessLevel.toString());
    m_level->setCurrentIndex(m_level->findData(rights.accessLevel.toString()));
    m_levelMeans->setText(rights.accessLevel.takesSeat()
                              ? tr("Uses one of the paid seats in the organization.")
                              : tr("Free, but without access to repositories."));
    showGiven(rights);
    m_addProject->setEnabled(!m_project->currentText().trimmed().isEmpty());
    Q_EMIT actionChanged();
}

} // namespace signet
