// Package browser looks at the HTML report as a reader does: in Chromium. It is a module
// of its own and no part of the program.
//
// Its tests build seam, render reports and drive the pages; its program gallery takes the
// pictures of docs/gallery. Both need Chromium, named by CHROMIUM or found by its usual
// names. Nothing is fetched: a page is a file.
package browser

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// ErrNone says that there is no Chromium on this machine.
var ErrNone = errors.New("no Chromium found: install it, or name it in CHROMIUM")

// Find is the path of Chromium.
func Find() (string, error) {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNone
}

// Browser is a running Chromium.
type Browser struct {
	ctx   context.Context
	close []func()
}

// Start starts Chromium. It renders without a graphics card, so that pictures are alike
// on every machine.
func Start(parent context.Context) (*Browser, error) {
	path, err := Find()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.WSURLReadTimeout(2*time.Minute), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("force-color-profile", "srgb"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses its sandbox to root
	}
	alloc, closeAlloc := chromedp.NewExecAllocator(parent, options...)
	ctx, closeTab := chromedp.NewContext(alloc)
	b := &Browser{ctx: ctx, close: []func(){closeTab, closeAlloc}}
	if err := chromedp.Do(ctx); err != nil {
		b.Close()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return b, nil
}

// Close ends the browser.
func (b *Browser) Close() {
	for _, f := range b.close {
		f()
	}
}

// Look is how a page is looked at; the zero value is a wide light window.
type Look struct {
	Width, Height int64 // 0: 1400 × 900
	Dark          bool
	Print         bool // as on paper
	NoScript      bool
	Hash          string // what follows # in the address
}

// Page is an open page and what it did that a report must not do.
type Page struct {
	ctx   context.Context
	close func()
	file  string

	mu       sync.Mutex
	requests []string
	console  []string
}

// Open opens a report in a tab and waits until its script has run.
func (b *Browser) Open(file string, look Look) (*Page, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	p := &Page{file: path}
	ctx, closeTab := chromedp.NewContext(b.ctx)
	p.ctx, p.close = ctx, closeTab
	if err := chromedp.Listen(ctx, p.note); err != nil {
		p.Close()
		return nil, err
	}
	console := chromedp.Console(ctx)
	go p.listen(console)
	if err := p.look(look); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// note takes down every request.
func (p *Page) note(event any) {
	if e, ok := event.(*network.EventRequestWillBeSent); ok {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.requests = append(p.requests, e.Request.URL)
	}
}

// listen takes down every message of the console, until the tab is closed.
func (p *Page) listen(messages func(func(chromedp.ConsoleMessage, error) bool)) {
	for m, err := range messages {
		if err != nil {
			return
		}
		p.mu.Lock()
		p.console = append(p.console, m.String())
		p.mu.Unlock()
	}
}

func (p *Page) look(look Look) error {
	if look.Width == 0 {
		look.Width, look.Height = 1400, 900
	}
	scheme, medium := "light", ""
	if look.Print {
		medium = "print"
	}
	if look.Dark {
		scheme = "dark"
	}
	media := emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{}); err != nil {
		return err
	}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, media); err != nil {
		return err
	}
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: look.NoScript}); err != nil {
		return err
	}
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(look.Width, look.Height), chromedp.Navigate(p.Address(look.Hash))); err != nil {
		return err
	}
	if look.NoScript {
		return nil
	}
	return p.Until(`"ready" in document.documentElement.dataset`)
}

// Address is the page's address with a hash.
func (p *Page) Address(hash string) string {
	u := url.URL{Scheme: "file", Path: p.file}
	if hash == "" {
		return u.String()
	}
	return u.String() + "#" + hash
}

// Close closes the tab.
func (p *Page) Close() { p.close() }

// Requests are the addresses that the page asked for, beside its own.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	own := p.Address("")
	return slices.DeleteFunc(slices.Clone(p.requests), func(u string) bool { return u == own || u == "data:," })
}

// Console is what the page wrote to the console, errors included.
func (p *Page) Console() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.console)
}

// Until waits until an expression is true.
func (p *Page) Until(expression string) error {
	_, err := chromedp.Run(p.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(time.Minute)))
	if err != nil {
		return fmt.Errorf("waiting for %s: %w", expression, err)
	}
	return nil
}

// Press presses keys, one after another, in whatever has the focus.
func (p *Page) Press(keys string) error { return chromedp.Do(p.ctx, chromedp.KeyEvent(keys)) }

// Click clicks the first element that a CSS selector finds.
func (p *Page) Click(selector string) error {
	return chromedp.Do(p.ctx, chromedp.Click(chromedp.CSS(selector)))
}

// Go follows a hash as a click on a link does.
func (p *Page) Go(hash string) error {
	return chromedp.Do(p.ctx, chromedp.Navigate(p.Address(hash)))
}

// Picture is what the window shows, as PNG.
func (p *Page) Picture() ([]byte, error) { return chromedp.Run(p.ctx, chromedp.CaptureScreenshot()) }

// WholePicture is the whole page, as PNG.
func (p *Page) WholePicture() ([]byte, error) {
	return chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
}

// PDF is the page as it prints.
func (p *Page) PDF() ([]byte, error) {
	return chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground()))
}

// Eval is the value of an expression of the page; a promise is waited for.
func Eval[T any](p *Page, expression string) (T, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}
