// Fresh figures every five minutes. Not needed: the screens turn without it, and when the server is
// gone the last ones go on, with the time they are of.
setInterval(function () {
  fetch(location.href, { cache: 'no-store' }).then(function (a) { return a.ok ? a.text() : '' })
    .then(function (t) {
      var d = t && new DOMParser().parseFromString(t, 'text/html'), m = d && d.querySelector('main')
      if (!m || !m.children.length) return
      document.querySelector('main').replaceWith(m)
      document.querySelector('header').replaceWith(d.querySelector('header'))
    }).catch(function () {})
}, 300000)
