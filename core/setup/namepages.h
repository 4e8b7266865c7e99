#pragma once

#include "core/setup/groupscope.h"
#include "core/setup/setupcontext.h"

#include <QStringList>

#include <memory>

namespace signet {

// Names that a draft may take, a page at a time, as the administrator sees them.
struct NamesPage {
    // Those of the page that fit the text; none may fit, and yet there is another page.
    QStringList names;
    QString continuation; // of the next page; empty after the last
    bool isCut = false; // there may be more, which only a longer text brings
};

// One page of the projects whose names contain the text, in any case. Azure DevOps has no search for them:
// what does not fit is read all the same.
QCoro::Task<Result<NamesPage>> projectNames(SetupContext context, OrganizationName organization, QString text,
                                            QString continuation, std::stop_token stop);

// Without a text, one page of the groups of the organization; with one, those whose names begin with it, a
// hundred at most, found by the service. A scope before the name is not looked at. Each name is one that
// Draft::groups takes: of a group of Entra the whole one, "[TEAM FOUNDATION]\Builders", because a group of
// the organization may be called the same.
//
// The scope is shared by all pages; where it has no descriptor yet, it gets one, for two requests more.
QCoro::Task<Result<NamesPage>> groupNames(SetupContext context, OrganizationName organization,
                                          std::shared_ptr<GroupScope> scope, QString text,
                                          QString continuation, std::stop_token stop);

} // namespace signet
