// What is done on an open page; `page_actions.py` calls these.
({
    // URL and text of each link.
    links: () => [...document.querySelectorAll('a[href]')].slice(0, 3000)
        .map(link => [link.href, (link.innerText || '').trim().slice(0, 400)]),

    // Press the button for more of the list, or the link to its next page; false if there is neither. With
    // `buttonsOnly` no link with a URL of its own.
    press: buttonsOnly => {
        const more = new RegExp('^\\W*(?:load|show|view|see)? ?more(?: \\w+)?\\W*$|'
            + '^\\W*(?:muat|tampilkan|lihat|buka) (?:lebih(?: banyak)?|lagi|lainnya|berikutnya)(?: \\w+)?\\W*$', 'i');
        const next = new RegExp('^\\W*(?:next(?: page)?|older(?: posts?| entries)?|'
            + '(?:halaman |laman )?(?:selanjutnya|berikut(?:nya)?)|lanjut)\\W*$|^\\s*[›»>→]+\\s*$', 'i');
        const aside = /carousel|swiper|slick|slide|splide|owl-|lightbox|calendar|kalender/i;
        const isAside = element => {
            for (let node = element; node; node = node.parentElement) {
                if (typeof node.className === 'string' && aside.test(node.className)) return true;
            }
            return false;
        };
        const here = location.href.split('#')[0];
        const leads = element => element.tagName === 'A' && /^https?:/.test(element.href)
            && element.href.split('#')[0] !== here;
        const isUsable = element => !(buttonsOnly && leads(element)) && !element.disabled && element.getAttribute('aria-disabled') !== 'true'
            && element.getClientRects().length > 0 && !isAside(element);
        const names = element => [element.innerText, element.getAttribute('aria-label'), element.title]
            .filter(Boolean).map(text => text.trim());
        const isNamed = (element, form) => names(element).some(text => form.test(text));
        const usable = [...document.querySelectorAll('button, a, [role=button], input[type=button], li, span, div')]
            .filter(element => (element.innerText || '').length < 60 && isUsable(element));
        const controls = usable.filter(
            element => ['BUTTON', 'A', 'INPUT'].includes(element.tagName) || element.getAttribute('role') === 'button');
        const found = controls.filter(element => isNamed(element, more)).pop()
            || controls.filter(element => isNamed(element, next)).pop()
            || (buttonsOnly ? null : document.querySelector('a[rel=next]'))
            || controls.filter(element => names(element).includes('2')).pop()
            || usable.filter(element => !element.children.length && (isNamed(element, more) || isNamed(element, next)))
                .pop();
        if (!found) return false;
        found.scrollIntoView();
        found.click();
        return true;
    },

    // Scroll to the end of the page.
    scroll: () => {
        window.scrollTo(0, document.documentElement.scrollHeight);
        window.dispatchEvent(new Event('scroll'));
        return true;
    },

    // Click the headline `title`; false if the page shows none.
    follow: title => {
        const key = text => (text || '').replace(/\s+/g, ' ').trim().toLowerCase();
        const found = [...document.querySelectorAll('body *')].filter(one => key(one.innerText) === key(title)).pop();
        if (!found) return false;
        found.click();
        return true;
    },
})
