#include "core/session/pickermodel.h"

#include <QCoroTask>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Of one search. A service whose pages never end is left alone some time.
constexpr qsizetype mostPages = 250;

} // namespace

PickerModel::PickerModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

PickerModel::~PickerModel()
{
    // A stop can end a request on the spot, and nobody must hear of it any more.
    ++m_run;
    m_stop.request_stop();
}

void PickerModel::setSource(Source source)
{
    forget();
    m_source = std::move(source);
    m_text.clear();
    m_asked.clear();
    setState(State::Idle);
}

int PickerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PickerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    return role == Qt::DisplayRole || role == Qt::EditRole ? QVariant(m_rows[index.row()]) : QVariant();
}

bool PickerModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_state == State::More;
}

void PickerModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_isWatched = true;
    ask();
}

void PickerModel::search(const QString &text)
{
    if (!m_source)
        return;
    const QString wanted = text.trimmed();
    m_isWatched = true;
    if (m_state != State::Idle && wanted.compare(m_text, Qt::CaseInsensitive) == 0) {
        if (m_state == State::Failed)
            tryAgain();
        else if (m_rows.isEmpty())
            fetchMore({});
        return;
    }
    m_text = wanted;
    // Rows are names without their scope, so that they cannot tell whether one with a scope fits.
    const bool isHere = m_state == State::Complete && wanted.startsWith(m_asked, Qt::CaseInsensitive)
        && !wanted.contains(u'\\');
    if (isHere) {
        showFitting();
        return;
    }
    m_asked = wanted;
    forget();
    ask();
}

void PickerModel::rest()
{
    m_isWatched = false;
}

void PickerModel::tryAgain()
{
    if (m_state != State::Failed)
        return;
    m_isWatched = true;
    // Pages that go round in a circle are read from the beginning.
    if (m_followed.contains(m_continuation))
        forget();
    ask();
}

void PickerModel::forget()
{
    ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    // A list that hears of the reset may ask for more at once, and would get it of the search before.
    m_state = State::Idle;
    beginResetModel();
    m_names.clear();
    m_rows.clear();
    endResetModel();
    m_continuation.clear();
    m_followed.clear();
    m_problem.reset();
}

void PickerModel::ask()
{
    m_problem.reset();
    setState(State::Loading);
    auto asking = m_source(m_asked, m_continuation, m_stop.get_token());
    QCoro::connect(std::move(asking), this, [this, run = m_run](const Result<NamesPage> &page) {
        if (m_run == run)
            hear(page);
    });
}

void PickerModel::hear(const Result<NamesPage> &page)
{
    if (!page) {
        m_problem = page.problem();
        setState(State::Failed);
        return;
    }
    if (!m_continuation.isEmpty())
        m_followed.insert(m_continuation);
    m_continuation = page->continuation;
    const qsizetype before = m_names.size();
    append(*page);

    const bool isFull =
        before + page->names.size() > mostRows || (m_names.size() == mostRows && !m_continuation.isEmpty());
    // Whoever wrote a name in full has found it; that others contain it is no reason to read on.
    const bool isFound = !m_asked.isEmpty() && m_names.contains(m_asked, Qt::CaseInsensitive);
    if (isFull)
        setState(State::Cut);
    else if (m_continuation.isEmpty())
        setState(page->isCut ? State::Cut : State::Complete);
    else if (isFound || m_followed.size() >= mostPages)
        setState(State::Cut);
    else if (m_followed.contains(m_continuation)) {
        m_problem = Problem(finding::devopsServerError,
                            {{u"serviceMessage"_s, u"a continuation token came a second time"_s}});
        setState(State::Failed);
    } else if (m_names.size() > before || !m_isWatched)
        setState(State::More);
    else
        ask();
}

void PickerModel::append(const NamesPage &page)
{
    QStringList added;
    for (const bool begins : {true, false}) {
        for (const QString &name : page.names) {
            if (name.startsWith(m_asked, Qt::CaseInsensitive) == begins)
                added.append(name);
        }
    }
    added.resize(std::min(added.size(), mostRows - m_names.size()));
    if (added.isEmpty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + added.size()) - 1);
    m_names.append(added);
    m_rows = m_names;
    endInsertRows();
}

void PickerModel::showFitting()
{
    beginResetModel();
    m_rows.clear();
    for (const bool begins : {true, false}) {
        for (const QString &name : std::as_const(m_names)) {
            if (name.contains(m_text, Qt::CaseInsensitive)
                && name.startsWith(m_text, Qt::CaseInsensitive) == begins)
                m_rows.append(name);
        }
    }
    endResetModel();
    Q_EMIT stateChanged();
}

void PickerModel::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace signet
