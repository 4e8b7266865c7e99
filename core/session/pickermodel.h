#pragma once

#include "core/setup/namepages.h"

#include <QAbstractListModel>
#include <QSet>
#include <QStringList>

#include <functional>
#include <optional>
#include <stop_token>

namespace signet {

// Names to choose from, loaded page by page: one page when the list opens, more while the person scrolls, and
// a new search when the text changes. Reads no page twice and none in advance, and holds a limited number of
// names.
//
// A row stays where it is until the next search; of the rows that one page brings, those that begin with the
// text come first.
class PickerModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum class State {
        Idle, // not asked yet, or there is no source to ask
        Loading,
        More, // fetchMore() continues
        Complete, // all that fit are here
        Cut, // there may be more, and only a longer text finds them
        Failed, // problem() has the reason; earlier rows stay
    };
    // A page of the names that fit the text. Empty continuation: the first.
    using Source = std::function<QCoro::Task<Result<NamesPage>>(QString text, QString continuation,
                                                                std::stop_token stop)>;

    static constexpr qsizetype mostRows = 500;

    explicit PickerModel(QObject *parent = nullptr);
    ~PickerModel() override;

    // Clears everything from the previous source. Empty: there is no source.
    void setSource(Source source);
    bool canAsk() const { return bool(m_source); }

    State state() const { return m_state; }
    // What is searched for; the rows fit it.
    QString text() const { return m_text; }
    const std::optional<Problem> &problem() const { return m_problem; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    // Reads page after page until there is something new to show.
    void fetchMore(const QModelIndex &parent) override;

public Q_SLOTS:
    // Ends the previous search. If all possible matches are already loaded, nothing is requested; the same
    // text again continues with the list as it is.
    void search(const QString &text);
    // The list is closed: the page under way is still loaded, and no further one automatically.
    void rest();
    // The page that failed once more.
    void tryAgain();

Q_SIGNALS:
    // State, text or problem has changed.
    void stateChanged();

private:
    void forget();
    void ask();
    void hear(const Result<NamesPage> &page);
    void append(const NamesPage &page);
    void showFitting();
    void setState(State state);

    Source m_source;
    State m_state = State::Idle;
    QString m_text;
    QString
        m_asked; // what the source was asked for: the text, or the beginning of it that brought everything
    QStringList m_names; // that the source gave
    QStringList m_rows; // of these, what fits the text
    QString m_continuation;
    QSet<QString> m_followed; // continuations, each of which is followed once
    std::optional<Problem> m_problem;
    bool m_isWatched = true;
    int m_run = 0; // number of the current search; results of older ones are ignored
    std::stop_source m_stop;
};

} // namespace signet
